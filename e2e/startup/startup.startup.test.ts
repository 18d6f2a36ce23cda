import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '#server/store';
import { isRunning } from '../../server/store/embedded/process';
import { copyOfBuild, isRoot, ordinaryUser, postgresOf, start, type Copy, type Start } from './copy';

const run = promisify(execFile);

/**
 * The start-up matrix: the launcher and what it starts, as processes, on copies of the finished build. The common
 * cases run always; `npm run test:startup` adds the slow and the rare.
 */
const full = process.env.ONRECORD_STARTUP === 'full';

/** Everything that a path can be at once: spaces, letters beyond ASCII, 150 characters, below a folder for us alone. */
const nasty = path.join('my news room', 'd'.repeat(100), 'Rédaction — draft');

let plain: Copy;
let data: string;
let starts: Start[];
beforeAll(async () => {
  plain = await copyOfBuild('onrecord', 0o755);
});
afterAll(() => plain.remove());
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'onrecord-data-'));
  starts = [];
});
afterEach(async () => {
  for (const one of starts) {
    one.child.kill('SIGTERM');
    await one.ended;
  }
  await expect.poll(() => postgresOf(data), { timeout: 20_000 }).toBeNull();
  await rm(data, { recursive: true, force: true });
});

function started(options: Partial<Parameters<typeof start>[1]> = {}, copy: Copy = plain): Start {
  const one = start(copy, { data, ...options });
  starts.push(one);
  return one;
}

async function stopsCleanly(one: Start, signal: () => void): Promise<void> {
  const pid = await postgresOf(data);
  const server = await one.server();
  expect(pid).not.toBeNull();
  signal();
  expect(await one.ended, one.printed()).toBe(0);
  expect(isRunning(server)).toBe(false);
  expect(isRunning(pid ?? 0)).toBe(false);
  await expect(stat(path.join(data, 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
}

describe('a start that works', () => {
  test('at a path of 150 characters with spaces, below a folder that only we may enter', async () => {
    const copy = await copyOfBuild(nasty, 0o700);
    try {
      expect(copy.folder.length).toBeGreaterThan(150);
      data = path.join(copy.folder, '.data');
      const one = started({}, copy);
      expect((await fetch(await one.ready)).status).toBe(200);
      // A second start on the same data says so, and does not disturb the first.
      const second = started({}, copy);
      expect(await second.ended).toBe(1);
      expect(second.printed()).toContain('already runs on the data folder');
      expect((await fetch(`${await one.ready}/readyz`)).status).toBe(200);
      await stopsCleanly(one, () => one.child.kill('SIGTERM'));
    } finally {
      await copy.remove();
    }
  });

  test('ctrl-C in the terminal: everybody hears it at once, and it is still an orderly stop', async () => {
    const one = started();
    await one.ready;
    await stopsCleanly(one, () => process.kill(-Number(one.child.pid), 'SIGINT'));
  });

  if (full) {
    test('two first starts at once share one build', async () => {
      const copy = await copyOfBuild('onrecord', 0o700);
      try {
        await rm(path.join(copy.folder, '.build'), { recursive: true });
        const both = [started({}, copy), started({ data: path.join(data, 'other') }, copy)];
        for (const one of both) expect((await fetch(await one.ready)).status).toBe(200);
        const said = both.map((one) => one.printed()).join('\n');
        expect(said.match(/Pages built/g)).toHaveLength(1);
        for (const one of both) one.child.kill('SIGTERM');
        for (const one of both) expect(await one.ended).toBe(0);
      } finally {
        await copy.remove();
      }
    });
  }

  if (isRoot) {
    test('as an ordinary user', async () => {
      const user = await ordinaryUser();
      await chown(data, user.uid, user.gid);
      const one = started({ user, env: { HOME: data } });
      expect((await fetch(await one.ready)).status).toBe(200);
      expect((await stat(path.join(data, 'pg17'))).uid).toBe(user.uid);
      expect(one.printed()).not.toContain('root');
      await stopsCleanly(one, () => one.child.kill('SIGTERM'));
    });
  }
});

describe('a start that cannot work says why, and leaves nothing running', () => {
  test('the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as AddressInfo;
    const one = started({ env: { PORT: String(port) } });
    expect(await one.ended).toBe(1);
    expect(one.printed()).toContain(`Port ${port} is taken`);
    expect(one.printed()).toContain(`PORT=${port + 1}`);
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('DATABASE_URL leads nowhere', async () => {
    const one = started({ env: { DATABASE_URL: 'postgres://desk:secret-word@127.0.0.1:1/news' } });
    expect(await one.ended).toBe(1);
    expect(one.printed()).toContain('Check DATABASE_URL');
    expect(one.printed()).not.toContain('secret-word');
  });

  test('DATABASE_URL is a PostgreSQL that does not wait for the disk', async () => {
    const store = await openStore({ dataFolder: data });
    try {
      const { host, user, password, database } = store.connection;
      const client = new (await import('pg')).default.Client(store.connection);
      await client.connect();
      await client.query('alter system set fsync = off');
      await client.query('select pg_reload_conf()');
      const fsync = async () => (await client.query<{ fsync: string }>('show fsync')).rows[0]?.fsync;
      await expect.poll(fsync).toBe('off');
      await client.end();
      const url = `postgres://${user}:${String(password)}@/${database}?host=${encodeURIComponent(String(host))}`;
      const one = started({ data: path.join(data, 'other'), env: { DATABASE_URL: url } });
      expect(await one.ended).toBe(1);
      expect(one.printed()).toContain('fsync=off');
    } finally {
      await store.close();
    }
  });

  test('a Node that is too old gets a sentence, not a syntax error', async () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.4'})`;
    const one = started({ node: ['--import', old] });
    expect(await one.ended).toBe(1);
    expect(one.printed()).toMatch(/needs Node\.js 20\.9 or later, and this is 18\.20\.4/);
  });

  test('musl gets a sentence that names DATABASE_URL', async () => {
    const musl = `data:text/javascript,process.report.getReport=()=>({header:{}})`;
    const one = started({ node: ['--import', musl] });
    expect(await one.ended).toBe(1);
    expect(one.printed()).toMatch(/musl.*DATABASE_URL/);
  });
});

describe('sudden ends', () => {
  test('kill -9 of the launcher: the server and its PostgreSQL stop in order', async () => {
    const one = started();
    await one.ready;
    const server = await one.server();
    one.child.kill('SIGKILL');
    await expect.poll(() => isRunning(server), { timeout: 20_000 }).toBe(false);
    await expect.poll(() => postgresOf(data), { timeout: 20_000 }).toBeNull();
    await expect(stat(path.join(data, 'lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('kill -9 of the server, then of everything: the next start serves', async () => {
    const one = started();
    await one.ready;
    process.kill(await one.server(), 'SIGKILL');
    expect(await one.ended).toBe(1);
    const two = started();
    await two.ready;
    const [server, postgres] = [await two.server(), await postgresOf(data)];
    for (const pid of [two.child.pid, server, postgres]) process.kill(Number(pid), 'SIGKILL');
    const three = started();
    expect((await fetch(`${await three.ready}/readyz`)).status).toBe(200);
  });

  // A small disk of its own needs root's right to mount one.
  if (full && isRoot && process.platform === 'linux') {
    test('the disk is full at the first start, and again later: it says so, and goes on when there is room', async () => {
      const disk = path.join(data, 'disk');
      await mkdir(disk);
      await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]);
      try {
        const folder = path.join(disk, 'data');
        const first = started({ data: folder });
        expect(await first.ended).toBe(1);
        expect(first.printed()).toMatch(/disk is full/);

        await run('mount', ['-o', 'remount,size=300m', disk]);
        const second = started({ data: folder });
        await second.ready;
        second.child.kill('SIGTERM');
        expect(await second.ended).toBe(0);

        await run('sh', ['-c', `cat /dev/zero > '${disk}/full' || true`], { timeout: 60_000 });
        const third = started({ data: folder });
        expect(await third.ended).toBe(1);
        expect(third.printed()).toMatch(/disk is full/);

        await rm(path.join(disk, 'full'));
        const fourth = started({ data: folder });
        expect((await fetch(`${await fourth.ready}/readyz`)).status).toBe(200);
        fourth.child.kill('SIGTERM');
        await fourth.ended;
      } finally {
        await run('umount', ['-l', disk]);
      }
    });
  }

  // Where in the first start the blow falls, in milliseconds after it: from the first file to the first page.
  const moments = full ? [50, 150, 250, 350, 450, 550, 650, 800, 1000, 1300, 1600, 2000] : [300, 700, 1200];
  test(`kill -9 of everything in the first start, ${moments.length} times over, and the last one serves`, async () => {
    for (const moment of moments) {
      const one = started();
      // The one place where a time is meant: it says where the blow falls.
      const wait = new Promise((resolve) => setTimeout(resolve, moment));
      await Promise.race([wait, one.ended]);
      const server = await one.server().catch(() => null);
      if (server) process.kill(server, 'SIGKILL');
      one.child.kill('SIGKILL');
      await one.ended;
    }
    expect((await fetch(`${await started().ready}/readyz`)).status).toBe(200);
  });
});
