import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, unlink } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { StartFailure, codeOf } from '../start-failure';

/**
 * Who holds a data folder. A process id alone proves nothing (ids are used again, and containers start at 1), so
 * the holder listens on a unix socket: while it lives the kernel accepts connections there, and afterwards never.
 */
const entrySchema = z.object({ token: z.string(), socket: z.string(), pid: z.number() });
type Entry = z.infer<typeof entrySchema>;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a data folder for this process, or throws `data.inUse` and says which process has it.
 * `runFolder` is a fresh private folder with a short path, since the path of a socket ends at about 100 bytes.
 */
export async function takeLock(dataFolder: string, runFolder: string): Promise<Lock> {
  const me: Entry = { token: randomUUID(), socket: path.join(runFolder, 'owner.sock'), pid: process.pid };
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(me.socket, resolve);
  });
  listener.unref();
  const file = path.join(dataFolder, 'lock');
  try {
    await take(file, file, me);
  } catch (error) {
    listener.close();
    throw error;
  }
  return {
    async release() {
      await unlink(file).catch(ignoreMissing);
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

/**
 * Makes `file` ours. A dead holder's file may be replaced only by whoever holds the claim on that very holder, and
 * only after looking again under the claim: otherwise a slow starter could throw out one that came before it. A
 * claim is a lock of the same kind, so a starter that dies half-way blocks nobody.
 */
async function take(file: string, root: string, me: Entry): Promise<void> {
  for (;;) {
    if (await placed(file, me)) return;
    const holder = await read(file);
    if (holder === null) continue;
    if (await lives(holder)) throw inUse(root, holder);
    const claim = `${root}.${holder.token}`;
    await take(claim, root, me);
    try {
      const now = await read(file);
      if (now?.token !== holder.token) continue;
      const fresh = await written(file, me);
      await rename(fresh, file);
      return;
    } finally {
      await unlink(claim).catch(ignoreMissing);
    }
  }
}

/** Puts a complete file in place at once, or answers false if there is one already. */
async function placed(file: string, me: Entry): Promise<boolean> {
  const fresh = await written(file, me);
  try {
    await link(fresh, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

async function written(file: string, me: Entry): Promise<string> {
  const fresh = `${file}.${randomUUID()}.new`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(me));
    await handle.sync();
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return fresh;
}

/** The holder named in a lock file; null if the file is gone. An unreadable file (a power cut) names nobody. */
async function read(file: string): Promise<Entry | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'EACCES') {
      throw new StartFailure(
        'data.notOurs',
        `The data folder ${path.dirname(file)} belongs to another user. Start as that user, or set ONRECORD_DATA to a folder of your own.`,
      );
    }
    throw error;
  }
  try {
    return entrySchema.parse(JSON.parse(text));
  } catch {
    return { token: 'unreadable', socket: '', pid: 0 };
  }
}

async function lives(holder: Entry): Promise<boolean> {
  if (holder.socket === '') return false;
  return new Promise((resolve, reject) => {
    const socket = connect(holder.socket);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      // EAGAIN: so many wait at the socket that it must have a living owner.
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') resolve(false);
      else if (code === 'EAGAIN' || code === 'EACCES') resolve(true);
      else reject(error);
    });
  });
}

function inUse(file: string, holder: Entry): StartFailure {
  return new StartFailure(
    'data.inUse',
    `Onrecord already runs on the data folder ${path.dirname(file)} (process ${holder.pid}). Stop that one first, or set ONRECORD_DATA to another folder.`,
  );
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
