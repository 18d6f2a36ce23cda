import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartFailure, codeOf, wordsOf } from '../start-failure';
import type { Account } from './account';
import { ids, type Binaries } from './binaries';
import { databaseFailed, handed, postgresEnvironment, type Cluster, type Credentials } from './cluster';
import { isPostgres, isRunning } from './process';

/** The port is only a part of the socket's name: nothing listens on the network. */
const port = 5432;

/** How long a stop may take before it is made harder, and a killed one's sessions to go, in milliseconds. */
const patience = { fast: 30_000, immediate: 10_000, leftovers: 15_000 };

/** A PostgreSQL that runs as our child. */
export interface Postmaster {
  connection: { host: string; port: number; user: string; password: string };
  /** Ends with the reason if PostgreSQL ends without having been asked to; never otherwise. */
  lost: Promise<StartFailure>;
  /** Ends sessions, writes a checkpoint, waits until the process is gone. */
  stop(): Promise<void>;
}

export interface PostmasterOptions {
  cluster: Cluster;
  runFolder: string;
  dataFolder: string;
  binaries: Binaries;
  account: Account;
  /**
   * Where the system can do it, the kernel stops PostgreSQL when our process dies, however it dies. The next start
   * copes without it as well.
   */
  followUs: boolean;
  say: (line: string) => void;
}

/**
 * Starts PostgreSQL on the cluster and waits until it answers, through a recovery if there has to be one. Sessions of
 * a PostgreSQL that was killed end by themselves, but not at once: until then the new one refuses, and is tried again.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const until = Date.now() + patience.leftovers;
  for (;;) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (!/pre-existing shared memory/.test(wordsOf(error)) || Date.now() > until) throw error;
      await pause(100);
    }
  }
}

async function startOnce(options: PostmasterOptions): Promise<Postmaster> {
  const { cluster, runFolder, binaries, account, say } = options;
  const logFile = path.join(options.dataFolder, 'postgres.log');
  await rename(logFile, `${logFile}.1`).catch(() => rm(logFile, { force: true }));
  const log = await open(logFile, 'w', 0o600);
  const place = await handed(cluster.folder, account);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: runFolder,
    unix_socket_permissions: '0700',
    cluster_name: cluster.credentials.cluster,
    password_encryption: 'scram-sha-256',
    max_connections: '60',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const args = ['-D', place.name, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const [command, before] =
    options.followUs && canFollow()
      ? ['setpriv', ['--pdeathsig', 'INT', '--', binaries.postgres]]
      : [binaries.postgres, []];
  // A group of its own: ctrl-C in the terminal reaches us, and we stop PostgreSQL after our last write.
  const child = spawn(command, [...before, ...args], {
    stdio: ['ignore', log.fd, log.fd, ...place.descriptors],
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    ...ids(account),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(String(code ?? signal)));
  });
  await log.close();
  await place.close();

  // The last resort for an exit that nobody ordered: the id is surely our child's, since it was not yet waited for.
  const atExit = () => child.exitCode === null && child.signalCode === null && child.kill('SIGINT');
  process.on('exit', atExit);
  void ended.then(() => process.off('exit', atExit));

  const connection = {
    host: runFolder,
    port,
    user: cluster.credentials.user,
    password: cluster.credentials.password,
  };
  let asked = false;
  const stop = async () => {
    asked = true;
    await stopChild(child, ended);
  };
  try {
    await answers(connection, ended, logFile, say);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    connection,
    lost: new Promise((resolve) => {
      void ended.then(async (how) => {
        if (asked) return;
        const words = await readFile(logFile, 'utf8').catch(() => '');
        const { message } = databaseFailed(
          `PostgreSQL has stopped by itself (${how}); its log is ${logFile}`,
          words,
        );
        resolve(new StartFailure('database.lost', message));
      });
    }),
    stop,
  };
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return;
  const gone = ended.then(() => true);
  for (const [signal, wait] of [
    ['SIGINT', patience.fast],
    ['SIGQUIT', patience.immediate],
    ['SIGKILL', patience.immediate],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = new AbortController();
    const late = pause(wait, false, { signal: timer.signal }).catch(() => false);
    const done = await Promise.race([gone, late]);
    timer.abort();
    if (done) return;
  }
}

async function answers(
  connection: Postmaster['connection'],
  ended: Promise<string>,
  logFile: string,
  say: (line: string) => void,
): Promise<void> {
  let end: string | null = null;
  void ended.then((how) => (end = how));
  let told = Date.now();
  for (;;) {
    if (end !== null) {
      const words = await readFile(logFile, 'utf8').catch(() => '');
      throw databaseFailed(`The database did not start (${String(end)}); its log is ${logFile}`, words);
    }
    const client = new pg.Client({ ...connection, database: 'postgres' });
    // A socket that breaks after the reply must not become an uncaught exception.
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    } catch (error) {
      const code = codeOf(error);
      const soon = code === 'ENOENT' || code === 'ECONNREFUSED' || code === '57P03' || code === 'ECONNRESET';
      if (!soon && end === null) throw error;
    } finally {
      await client.end().catch(() => {});
    }
    if (Date.now() - told > 10_000) {
      told = Date.now();
      say('The database is still recovering what was written last');
    }
    await pause(25);
  }
}

let follows: boolean | null = null;
/** util-linux's setpriv sets the parent-death signal of what it then becomes; BusyBox's cannot. */
function canFollow(): boolean {
  follows ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'INT', '--', 'true'], { stdio: 'ignore' }).status === 0;
  return follows;
}

/**
 * Stops a PostgreSQL that outlived the process that started it (kill -9 of node alone). It is ours only if it
 * answers on the socket that it wrote down, takes our password, and bears our cluster's name and its own start
 * time: a process id alone is never signalled. Call it with the data folder's lock held.
 */
export async function stopOrphan(cluster: Cluster, say: (line: string) => void): Promise<void> {
  const file = path.join(cluster.folder, 'postmaster.pid');
  let told = false;
  for (;;) {
    const former = await readPidFile(file);
    if (former === null) return;
    if (!isRunning(former.pid)) {
      await rm(file, { force: true });
      return;
    }
    const who = await identify(former, cluster.credentials);
    if (who === 'ours') {
      if (!told) say('Stopping the PostgreSQL that an earlier start left behind');
      told = true;
      signal(former.pid);
    } else if (who === 'stranger') {
      if (isPostgres(former.pid)) {
        throw new StartFailure(
          'data.inUse',
          `Another PostgreSQL (process ${former.pid}) seems to work on ${cluster.folder}, and it does not answer. Stop it, and start again.`,
        );
      }
      // The id belongs to somebody else by now. PostgreSQL itself would refuse to start because of it.
      await rm(file, { force: true });
      return;
    }
    await pause(50);
  }
}

interface PidFile {
  pid: number;
  /** seconds since 1970 */
  started: number;
  socketFolder: string;
}

/** The lines of postmaster.pid (miscinit.c): pid, data folder, start time, port, socket folder, … */
async function readPidFile(file: string): Promise<PidFile | null> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n');
    return { pid: Math.abs(Number(lines[0])), started: Number(lines[2]), socketFolder: lines[4] ?? '' };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function identify(former: PidFile, credentials: Credentials): Promise<'ours' | 'stranger' | 'busy'> {
  if (!path.isAbsolute(former.socketFolder)) return 'stranger';
  const client = new pg.Client({
    host: former.socketFolder,
    port,
    user: credentials.user,
    password: credentials.password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string; started: string }>(
      `select current_setting('cluster_name') as name, extract(epoch from pg_postmaster_start_time())::bigint as started`,
    );
    const [row] = rows;
    // The file's time is taken a moment before the one that SQL tells.
    const near = row !== undefined && Math.abs(Number(row.started) - former.started) <= 5;
    return near && row.name === credentials.cluster ? 'ours' : 'stranger';
  } catch (error) {
    // 57P01, 57P03: it is going down or coming up, perhaps because it follows its dead parent.
    const code = codeOf(error);
    if (code === '57P03' || code === '57P01' || code === 'ECONNRESET') return 'busy';
    if (/terminated unexpectedly/.test(wordsOf(error))) return 'busy';
    return 'stranger';
  } finally {
    await client.end().catch(() => {});
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
