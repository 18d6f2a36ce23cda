import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock, type Lock } from './lock';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'onrecord-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

let starts = 0;
/** One start of a server on the folder. */
async function start(): Promise<Lock> {
  const run = path.join(folder, `run${(starts += 1)}`);
  await mkdir(run);
  return takeLock(folder, run);
}
const left = async () => (await readdir(folder)).filter((name) => name.startsWith('lock'));
const dead = (token: string) =>
  JSON.stringify({ token, socket: path.join(folder, 'nobody.sock'), pid: process.pid });

test('a second start is refused and told who is first; after a stop the next one gets in', async () => {
  const first = await start();
  await expect(start()).rejects.toMatchObject({
    code: 'data.inUse',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  await first.release();
  await (await start()).release();
  expect(await left()).toEqual([]);
});

test('a dead holder is replaced, even if its process id lives on as another program', async () => {
  await writeFile(path.join(folder, 'lock'), dead('gone'));
  const lock = await start();
  await expect(start()).rejects.toMatchObject({ code: 'data.inUse' });
  await lock.release();
  expect(await left()).toEqual([]);
});

test('a lock file that a power cut left empty holds nobody up', async () => {
  await writeFile(path.join(folder, 'lock'), '');
  await (await start()).release();
});

test.each([
  ['nobody before them', async () => {}],
  ['a dead holder', () => writeFile(path.join(folder, 'lock'), dead('gone'))],
  [
    'a dead holder and somebody who died while replacing it',
    async () => {
      await writeFile(path.join(folder, 'lock'), dead('gone'));
      await writeFile(path.join(folder, 'lock.gone'), dead('also-gone'));
    },
  ],
])('of many starts at once exactly one gets in: %s', async (_, before) => {
  await before();
  const results = await Promise.allSettled(Array.from({ length: 12 }, start));
  const won = results.filter((result) => result.status === 'fulfilled');
  expect(won).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'data.inUse' });
  }
  // The winner's entry is the one on the disk: nobody replaced it afterwards.
  const { socket } = JSON.parse(await readFile(path.join(folder, 'lock'), 'utf8')) as { socket: string };
  expect(path.dirname(path.dirname(socket))).toBe(folder);
  await won[0]?.value.release();
  expect(await left()).toEqual([]);
});
