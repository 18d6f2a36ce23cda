import { spawnSync } from 'node:child_process';
import { chown, chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { StartFailure, codeOf, dataFailure } from '../start-failure';
import { accountFor, type Account } from './account';
import { findBinaries, ids } from './binaries';
import { clusterFolder, ensureCluster } from './cluster';
import { takeLock } from './lock';
import { startPostmaster, stopOrphan, type Postmaster } from './postmaster';

/** The longest path of a unix socket that every system takes (macOS: 104 bytes with the closing zero). */
const socketPathLimit = 100;

export interface EmbeddedOptions {
  dataFolder: string;
  say: (line: string) => void;
  /** default true; see `PostmasterOptions` */
  followUs?: boolean;
}

export interface Embedded {
  connection: Postmaster['connection'] & { database: string };
  lost: Promise<StartFailure>;
  stop(): Promise<void>;
}

/**
 * Starts the built-in PostgreSQL 17 on a data folder, as a supervised child on a private unix socket. Throws a
 * `StartFailure` that says what to do. One process at a time may have a data folder.
 */
export async function startEmbedded({
  dataFolder,
  say,
  followUs = true,
}: EmbeddedOptions): Promise<Embedded> {
  const folder = await madeFolder(path.resolve(dataFolder));
  const account = await accountFor(clusterFolder(folder));
  const runFolder = await makeRunFolder(account);
  const undo: (() => Promise<void>)[] = [() => rm(runFolder, { recursive: true, force: true })];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = await takeLock(folder, runFolder);
    undo.push(() => lock.release());
    if (account !== null) {
      say(
        `Running as root: PostgreSQL runs as "${account.name}". An ordinary user of its own is better for a newsroom's data.`,
      );
    }
    const binaries = await findBinaries(account, say);
    const cluster = await ensureCluster(folder, runFolder, binaries, account, say);
    await stopOrphan(cluster, say);
    const postmaster = await startPostmaster({
      cluster,
      runFolder,
      dataFolder: folder,
      binaries,
      account,
      followUs,
      say,
    });
    undo.push(() => postmaster.stop());
    await ensureDatabase(postmaster.connection, 'onrecord');
    return { connection: { ...postmaster.connection, database: 'onrecord' }, lost: postmaster.lost, stop };
  } catch (error) {
    await stop();
    throw dataFailure(error, folder);
  }
}

async function madeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    throw new StartFailure(
      'data.notWritable',
      `The data folder ${folder} cannot be made (${codeOf(error) ?? 'error'}). Set ONRECORD_DATA to a folder that may be written to.`,
      { cause: error },
    );
  }
}

/** A fresh private folder whose path is short enough for a socket, however deep the data folder lies. */
async function makeRunFolder(account: Account): Promise<string> {
  for (const base of [tmpdir(), '/tmp', '/var/tmp', '/dev/shm']) {
    const longest = Buffer.byteLength(path.join(base, 'onrecord-XXXXXX', '.s.PGSQL.5432'));
    if (longest > socketPathLimit) continue;
    try {
      const folder = await mkdtemp(path.join(base, 'onrecord-'));
      await chmod(folder, 0o700);
      if (account !== null) await chown(folder, account.uid, account.gid);
      if (canEnter(folder, account)) return folder;
      // Root's own TMPDIR is often below a folder that only root may enter.
      await rm(folder, { recursive: true });
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
  throw new StartFailure(
    'data.notWritable',
    'No temporary folder can be written to (tried TMPDIR, /tmp, /var/tmp, /dev/shm): the database needs one for its socket. Free some space, or set TMPDIR.',
  );
}

function canEnter(folder: string, account: Account): boolean {
  return account === null || spawnSync('test', ['-w', folder], { cwd: '/', ...ids(account) }).status === 0;
}

async function ensureDatabase(connection: Postmaster['connection'], name: string): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
