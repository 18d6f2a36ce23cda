import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { StartFailure, codeOf } from '../start-failure';

/** The user that PostgreSQL runs as where we are root; null: the same user as ours. */
export type Account = { uid: number; gid: number; name: string } | null;

/**
 * PostgreSQL refuses to run as root, so root lends it to the owner of the cluster if there is one already, else to
 * `postgres`, else to `nobody`: always a user that the system knows, since initdb fails for a bare number.
 */
export async function accountFor(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const owner = await ownerOf(cluster);
  if (owner !== null && owner.uid !== 0) {
    return { ...owner, name: printed('id', ['-un', String(owner.uid)]) ?? String(owner.uid) };
  }
  for (const name of ['postgres', 'nobody']) {
    const uid = Number(printed('id', ['-u', name]));
    const gid = Number(printed('id', ['-g', name]));
    if (uid > 0 && gid > 0) return { uid, gid, name };
  }
  throw new StartFailure(
    'database.platform',
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody". Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.',
  );
}

async function ownerOf(folder: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(folder);
    return { uid, gid };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function printed(command: string, args: string[]): string | null {
  const run = spawnSync(command, args, { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : null;
}
