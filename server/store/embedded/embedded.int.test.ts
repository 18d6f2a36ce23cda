import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '..';
import { isRunning } from './process';

/** What the embedded PostgreSQL lives through: real processes, real kills, one data folder each. */
let folder: string;
let undo: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onrecord-embedded-'));
  undo = [];
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  await rm(folder, { recursive: true, force: true });
});

async function open(say?: (line: string) => void): Promise<Store> {
  const store = await openStore({ dataFolder: folder, say });
  undo.push(() => store.close());
  return store;
}

/** A server in a process of its own, which a test may kill. */
async function holder(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('../testing/holder.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
      if (printed.includes('ready\n')) resolve();
    });
    child.once('exit', () => reject(new Error(`The holder ended: ${printed}`)));
  });
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const postmaster = async () =>
  Number((await readFile(path.join(folder, 'pg17', 'postmaster.pid'), 'utf8')).split('\n')[0]);
const proofIn = (store: Store) => store.db.selectFrom('setting').select('value').execute();

test('what was written is there after a stop, secrets are private, and nothing runs on', async () => {
  const first = await openStore({ dataFolder: folder });
  await first.db.insertInto('setting').values({ key: 'proof', value: '"kept"' }).execute();
  const pid = await postmaster();
  const socket = String(first.connection.host);
  await first.close();
  expect(isRunning(pid)).toBe(false);
  await expect(stat(socket)).rejects.toMatchObject({ code: 'ENOENT' });
  expect((await stat(path.join(folder, 'database.json'))).mode & 0o077).toBe(0);
  expect((await stat(path.join(folder, 'pg17'))).mode & 0o077).toBe(0);
  expect(await proofIn(await open())).toEqual([{ value: 'kept' }]);
});

test('a second start on the folder says so and disturbs nobody', async () => {
  const store = await open();
  await expect(openStore({ dataFolder: folder })).rejects.toMatchObject({ code: 'data.inUse' });
  expect(await proofIn(store)).toEqual([]);
});

test('kill -9 of the server alone: its PostgreSQL lives on, and the next start stops it and has every row', async () => {
  const server = await holder();
  const orphan = await postmaster();
  await killed(server);
  expect(isRunning(orphan)).toBe(true);
  const said: string[] = [];
  const store = await open((line) => said.push(line));
  expect(said.join('\n')).toMatch(/earlier start left behind/);
  expect(isRunning(orphan)).toBe(false);
  expect(await proofIn(store)).toEqual([{ value: 'kept' }]);
});

test('kill -9 of the server and its PostgreSQL: recovery brings back every row', async () => {
  const server = await holder();
  const pid = await postmaster();
  await killed(server);
  process.kill(pid, 'SIGKILL');
  expect(await proofIn(await open())).toEqual([{ value: 'kept' }]);
});

test('a process id that belongs to another program by now is neither signalled nor believed', async () => {
  const server = await holder();
  const pid = await postmaster();
  const file = path.join(folder, 'pg17', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await killed(server);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isRunning(pid)).toBe(false);
  const { uid, gid } = await stat(path.join(folder, 'pg17'));
  // As the same user as PostgreSQL: for another user's process PostgreSQL itself would see through it.
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore', uid, gid });
  undo.push(() => killed(stranger));
  await writeFile(file, [String(stranger.pid), ...lines.slice(1)].join('\n'));
  await chown(file, uid, gid);
  expect(await proofIn(await open())).toEqual([{ value: 'kept' }]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

test('what an interrupted first start left is cleared away', async () => {
  await mkdir(path.join(folder, 'pg17.new-half', 'base'), { recursive: true });
  await open();
  expect((await readdir(folder)).filter((name) => name.includes('.new'))).toEqual([]);
});

test('PostgreSQL that dies under a running server is reported, with where its log is', async () => {
  const lost = new Promise<Error>((resolve) => {
    undo.push(async () => {});
    void openStore({ dataFolder: folder, onLost: resolve }).then(async (store) => {
      undo.push(() => store.close());
      process.kill(await postmaster(), 'SIGKILL');
    });
  });
  await expect(lost).resolves.toMatchObject({
    code: 'database.lost',
    message: expect.stringContaining('postgres.log'),
  });
});

test('data of another version, and data without its password, are refused in words', async () => {
  await (await openStore({ dataFolder: folder })).close();
  const version = path.join(folder, 'pg17', 'PG_VERSION');
  await writeFile(version, '16\n');
  await expect(openStore({ dataFolder: folder })).rejects.toMatchObject({ code: 'data.otherVersion' });
  await writeFile(version, '17\n');
  const credentials = path.join(folder, 'database.json');
  await rename(credentials, `${credentials}.away`);
  await expect(openStore({ dataFolder: folder })).rejects.toMatchObject({ code: 'data.notOurs' });
  await rename(`${credentials}.away`, credentials);
  await open();
});

test('temporary files below a folder that only we may enter', async () => {
  // Root's TMPDIR under pam_tmpdir; PostgreSQL then runs as another user. mkdtemp makes folders of mode 0700.
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  undo.push(async () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  expect(await proofIn(await open())).toEqual([]);
});

test('a data folder with a very long path', async () => {
  const deep = path.join(folder, 'd'.repeat(120), 'with spaces, and ünïcode');
  const store = await openStore({ dataFolder: deep });
  undo.push(() => store.close());
  expect(await proofIn(store)).toEqual([]);
});
