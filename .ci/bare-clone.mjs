// The commands of the README on a clone without node_modules. Plain Node: nothing is installed yet.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** No step of a first start takes longer, even on a busy machine: a hang must end, and tell what was printed. */
const patience = 600_000;

/** Runs `npm …` until `seen` shows; gives what was printed, and a way to stop as a service manager does it. */
async function npm(args, env, seen) {
  const child = spawn('npm', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
  await new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`npm ${args.join(' ')} is still not there:\n${printed}`)),
      patience,
    );
    const hear = (chunk) => {
      printed += chunk;
      if (seen.test(printed)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => {
      if (seen.test(printed)) resolve();
      else reject(new Error(`npm ${args.join(' ')} ended with ${code}:\n${printed}`));
    });
    void ended.then(() => clearTimeout(late));
    child.once('error', reject);
  });
  return {
    printed: () => printed,
    ended,
    // The pipes close only when the last process that holds them is gone: launcher and server too.
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return printed;
    },
  };
}

const address = (printed) => /Onrecord is ready: (\S+)/.exec(printed)[1];

async function timed(what, work) {
  const since = Date.now();
  await work();
  console.log(`${what} (${Math.round((Date.now() - since) / 1000)} s)`);
}

assert.ok(!existsSync('node_modules'), 'this is no bare clone');

await timed('npm start: installs, builds, serves, offers the first account, stops', async () => {
  const start = await npm(['start'], { PORT: '0' }, /Make the first account[^\n]*\n/);
  const url = address(start.printed());
  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<html/);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  const link = /Make the first account[^\n]*(http\S+)/.exec(start.printed())[1];
  assert.equal((await fetch(link)).status, 200);
  assert.match(await start.stop(), /Stopping/);
  assert.ok(existsSync('.data/pg17/PG_VERSION'));
  assert.ok(!existsSync('.data/pg17/postmaster.pid'), 'PostgreSQL was left running');
  assert.ok(!existsSync('.data/lock'), 'the data folder was left locked');
});

await timed(
  'npm run demo: signs in with what it printed, lists the sample stories, leaves nothing',
  async () => {
    const temporary = await mkdtemp(path.join(tmpdir(), 'onrecord-ci-'));
    const password = 'a word for the demo';
    const demo = await npm(
      ['run', 'demo'],
      { PORT: '0', TMPDIR: temporary, ONRECORD_DEMO_PASSWORD: password },
      /admin@demo\.test/,
    );
    const url = address(demo.printed());
    const csrf = await fetch(`${url}/api/auth/csrf`);
    const { csrfToken } = await csrf.json();
    const cookie = (reply) => reply.headers.getSetCookie().map((line) => line.split(';')[0]);
    const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookie(csrf).join('; ') },
      body: new URLSearchParams({ email: 'writer@demo.test', password, csrfToken }),
    });
    const stories = await fetch(`${url}/api/stories`, {
      headers: { cookie: [...cookie(csrf), ...cookie(signedIn)].join('; ') },
    });
    assert.equal(stories.status, 200);
    assert.match(await stories.text(), /headline/);
    assert.equal((await fetch(`${url}/api/stories`)).status, 401);
    await demo.stop();
    const left = (await readdir(temporary)).filter((name) => name.startsWith('onrecord'));
    await rm(temporary, { recursive: true, force: true });
    assert.deepEqual(left, [], 'the demo left files behind');
  },
);

await timed('npm run check: reads a draft and exits 1 for what has to be answered', async () => {
  const check = spawn('npm', ['run', '--silent', 'check', '--', '-', '--format', 'json'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  check.stdin.end(
    'The director embezzled money from the fund. Experts say the route should never have been sold.',
  );
  let out = '';
  check.stdout.on('data', (chunk) => (out += chunk));
  const code = await new Promise((resolve) => check.once('close', resolve));
  assert.ok(JSON.parse(out).flags.length > 0);
  assert.equal(code, 1);
});
