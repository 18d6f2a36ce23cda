import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StartFailure, codeOf } from '../start-failure';
import type { Account } from './account';
import { ids, type Binaries } from './binaries';

/** The major version of the binaries: it names the folder, so that an upgrade never meets an older one's files. */
const major = '17';

const credentialsSchema = z.object({ user: z.string(), password: z.string(), cluster: z.string() });
/** What proves that a running PostgreSQL is ours; kept 0600 outside the cluster's folder. */
export type Credentials = z.infer<typeof credentialsSchema>;

export interface Cluster {
  folder: string;
  credentials: Credentials;
}

export function clusterFolder(dataFolder: string): string {
  return path.join(dataFolder, `pg${major}`);
}

/** A folder that a PostgreSQL process is to work on, as that process is told about it. */
export interface Handed {
  /** the value for -D */
  name: string;
  /** file descriptors to inherit, from number 3 on */
  descriptors: number[];
  close(): Promise<void>;
}

/**
 * Names a folder so that the account can reach it. Root's data may lie below a folder that only root may enter
 * (/root itself, a private temporary folder); PostgreSQL then gets the folder as an open descriptor, which needs no
 * rights on the way there.
 */
export async function handed(folder: string, account: Account): Promise<Handed> {
  if (account === null || process.platform !== 'linux') {
    return { name: folder, descriptors: [], close: async () => {} };
  }
  const handle = await open(folder, 'r');
  return { name: '/proc/self/fd/3', descriptors: [handle.fd], close: () => handle.close() };
}

/** The cluster of a data folder, made if it is not there yet. */
export async function ensureCluster(
  dataFolder: string,
  runFolder: string,
  binaries: Binaries,
  account: Account,
  say: (line: string) => void,
): Promise<Cluster> {
  const folder = clusterFolder(dataFolder);
  const credentialsFile = path.join(dataFolder, 'database.json');
  const version = await versionOf(folder);
  if (version !== null && version !== major) {
    throw new StartFailure(
      'data.otherVersion',
      `${folder} was made by PostgreSQL ${version}, and this Onrecord brings PostgreSQL ${major}. Move the data with an export of the version that made it.`,
    );
  }
  const known = await readCredentials(credentialsFile);
  if (version !== null) {
    if (known === null) {
      throw new StartFailure(
        'data.notOurs',
        `${credentialsFile} is missing: it holds the password of the database in ${folder}. Put it back from a backup.`,
      );
    }
    return { folder, credentials: known };
  }
  const credentials = known ?? (await makeCredentials(credentialsFile));
  say('Making the database');
  await initialise(folder, runFolder, binaries, account, credentials);
  return { folder, credentials };
}

/** Half-made clusters are never met: initdb works beside the place, and a rename is the last step. */
async function initialise(
  folder: string,
  runFolder: string,
  binaries: Binaries,
  account: Account,
  credentials: Credentials,
): Promise<void> {
  const parent = path.dirname(folder);
  const leftover = `${path.basename(folder)}.new-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(leftover)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
  const fresh = path.join(parent, `${leftover}${randomUUID()}`);
  const passwordFile = path.join(runFolder, 'password');
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, credentials.password, { mode: 0o600 });
  if (account !== null) {
    await chown(fresh, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const place = await handed(fresh, account);
  try {
    await run(
      binaries.initdb,
      [
        ['-D', place.name, '-U', credentials.user, '--pwfile', passwordFile],
        ['--auth-local=scram-sha-256', '--auth-host=reject', '--encoding=UTF8', '--data-checksums'],
        ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ].flat(),
      account,
      place.descriptors,
    );
    await rename(fresh, folder);
    await synced(parent);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  } finally {
    await place.close();
    await rm(passwordFile, { force: true });
  }
}

async function run(command: string, args: string[], account: Account, descriptors: number[]): Promise<void> {
  // A group of its own: ctrl-C in the terminal reaches us, and we end our children in order.
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
    cwd: '/',
    env: postgresEnvironment,
    detached: true,
    ...ids(account),
  });
  const printed: string[] = [];
  child.stdout?.on('data', (chunk) => printed.push(String(chunk)));
  child.stderr?.on('data', (chunk) => printed.push(String(chunk)));
  const end = await new Promise<string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === 0 ? null : String(code ?? signal)));
  });
  if (end !== null) throw databaseFailed('The database could not be made', printed.join(''));
}

/** Nothing of ours is handed on: neither secrets nor settings of another PostgreSQL (PGDATA, PGOPTIONS …). */
export const postgresEnvironment = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** A failure of PostgreSQL itself, with its last words and, where they are known, what they mean. */
export function databaseFailed(what: string, log: string): StartFailure {
  const last = log
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|error:|HINT|could not/.test(line))
    .slice(-4)
    .map((line) => `\n  ${line.trim()}`)
    .join('');
  const full = /No space left on device|disk full|ENOSPC/i.test(log)
    ? ' The disk is full: free some space.'
    : '';
  return new StartFailure('database.failed', `${what}.${full}${last}`);
}

async function versionOf(folder: string): Promise<string | null> {
  try {
    return (await readFile(path.join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'EACCES') {
      throw new StartFailure(
        'data.notOurs',
        `The database in ${folder} belongs to another user. Start as that user, or set ONRECORD_DATA to a folder of your own.`,
      );
    }
    throw error;
  }
}

async function readCredentials(file: string): Promise<Credentials | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new StartFailure('data.notOurs', `${file} cannot be read: put it back from a backup.`, {
      cause: error,
    });
  }
}

async function makeCredentials(file: string): Promise<Credentials> {
  const credentials: Credentials = {
    user: 'onrecord',
    password: randomBytes(24).toString('base64url'),
    cluster: `onrecord-${randomUUID()}`,
  };
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(credentials));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  return credentials;
}

/** A rename survives a power cut only after its folder is on the disk. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
