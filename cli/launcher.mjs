import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { followParent } from './parent.mjs';
import { installIfNeeded, buildIfStale } from './prepare.mjs';

/** The checkout. Everything below runs in it, wherever it was called from. */
const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * `launch.mjs start [--demo] | dev | build | test [PARTS…] | check ARGUMENTS…`: installs what is missing, builds what is stale, then
 * becomes the parent of the real program: it passes signals on and ends with the program's own code.
 *
 * @param {string[]} argv
 */
export async function launch(argv) {
  const [command = 'start', ...rest] = argv;
  // `check` talks JSON on its standard output: progress goes to the other one.
  const say = command === 'check' ? (line) => console.error(line) : (line) => console.log(line);
  const stop = new AbortController();
  let program = null;
  const end = (signal) => {
    stop.abort();
    // The program may have had ctrl-C from the terminal itself: it stops once, however often it hears of it.
    if (program !== null && program.exitCode === null) program.kill(signal);
    else if (program === null) process.exitCode = 130;
  };
  process.on('SIGINT', () => end('SIGINT'));
  process.on('SIGTERM', () => end('SIGTERM'));
  const unfollow = followParent(() => end('SIGTERM'));

  try {
    if (command === 'start' || command === 'dev') refuseMusl();
    await installIfNeeded({ folder, say, signal: stop.signal });
    await buildIfStale({ folder, what: wanted[command] ?? [], say, signal: stop.signal });
    if (stop.signal.aborted || command === 'build') return;
    const demo = command === 'start' && rest.includes('--demo');
    const throwaway =
      demo && !process.env.ONRECORD_DATA ? mkdtempSync(path.join(tmpdir(), 'onrecord-demo-')) : null;
    const env = { ...process.env };
    if (throwaway !== null) env.ONRECORD_DATA = throwaway;
    if (command === 'start') env.NODE_ENV = 'production';
    if (command === 'dev') env.NODE_ENV = 'development';
    program = spawn(process.execPath, programs[command](rest), {
      cwd: command === 'check' ? (process.env.INIT_CWD ?? process.cwd()) : folder,
      env,
      // The channel tells the server when this process is gone, even after kill -9.
      stdio: ['inherit', 'inherit', 'inherit', ...(command === 'check' ? [] : ['ipc'])],
    });
    process.exitCode = await new Promise((resolve, reject) => {
      program.once('error', reject);
      program.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
    if (throwaway !== null) rmSync(throwaway, { recursive: true, force: true });
  } catch (error) {
    if (!stop.signal.aborted) {
      console.error(error instanceof Error && error.name === 'Told' ? error.message : error);
      process.exitCode = 1;
    }
  } finally {
    unfollow();
  }
}

/** What has to be built for a command. */
const wanted = { start: ['server', 'pages'], build: ['server', 'cli', 'pages'], check: ['cli'] };

const programs = {
  start: (rest) => ['--enable-source-maps', path.join(folder, '.build', 'server.mjs'), ...rest],
  dev: (rest) => ['--import', 'tsx', path.join(folder, 'server', 'main.ts'), ...rest],
  test: (rest) => ['--import', 'tsx', path.join(folder, 'e2e', 'suite.ts'), ...rest],
  check: (rest) => [path.join(folder, '.build', 'cli.mjs'), 'check', ...rest],
};

/** The built-in PostgreSQL is made for glibc: better said before a minute of installing. */
function refuseMusl() {
  if (process.platform !== 'linux' || process.env.DATABASE_URL) return;
  const { header } = process.report.getReport();
  if (header.glibcVersionRuntime !== undefined) return;
  const error = new Error(
    'The built-in PostgreSQL does not run on musl (Alpine). Set DATABASE_URL to a PostgreSQL 15 or later, or use a Linux with glibc.',
  );
  error.name = 'Told';
  throw error;
}
