import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ folder: string, say: (line: string) => void, signal: AbortSignal }} Work
 */

/** Runs `npm ci` where node_modules is missing, was cut off, or is not what the lock says. @param {Work} work */
export async function installIfNeeded({ folder, say, signal }) {
  if (isInstalled(folder)) return;
  await told('Installing packages (a minute or so, once)', 'Packages installed', say, () =>
    run(...npm('ci', '--include=dev', '--no-audit', '--no-fund'), { folder, signal }),
  );
}

/**
 * Compares the lock with npm's own record of what it installed, which it writes last. Times of files would not do: a
 * checkout makes every file new.
 */
function isInstalled(folder) {
  const record = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: had } = JSON.parse(readFileSync(record, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === '') return true;
    // Optional ones are missing by right on other systems and processors.
    return had[place] === undefined ? optional === true : had[place].version === version;
  });
}

/**
 * Builds the parts whose sources changed since the last complete build: `server` and `cli` (one file each, by
 * esbuild) and `pages` (by Next).
 *
 * @param {Work & { what: string[] }} work
 */
export async function buildIfStale({ folder, what, say, signal }) {
  if (what.length === 0) return;
  const made = path.join(folder, '.build');
  mkdirSync(made, { recursive: true });
  const now = sha256(sourcesOf(folder).join('\n'));
  const stampOf = (part) => path.join(made, `${part}.stamp`);
  const stale = () =>
    what.filter((part) => {
      const same = existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === now;
      return !same || !existsSync(productOf(folder, part));
    });
  if (stale().length === 0) return;
  await alone(path.join(made, 'lock'), { say, signal }, async () => {
    for (const part of stale()) {
      if (signal.aborted) return;
      // Removed first, written last: a build that was cut off counts as none.
      rmSync(stampOf(part), { force: true });
      if (part === 'pages') await buildPages({ folder, say, signal });
      else await bundle(folder, part);
      writeFileSync(stampOf(part), now);
    }
  });
}

/**
 * Runs `work` while no other start does: two first starts at once share one build. The holder keeps the lock's time
 * fresh, so that one who was killed holds nobody up for long.
 */
async function alone(lock, { say, signal }, work) {
  const staleAfter = 10_000;
  for (let tries = 0; ; tries += 1) {
    try {
      writeFileSync(lock, '', { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (signal.aborted) return;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > staleAfter) rmSync(lock, { force: true });
    else {
      if (tries === 0) say('Another start is building: waiting for it');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const timer = setInterval(() => utimesSync(lock, new Date(), new Date()), staleAfter / 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
    rmSync(lock, { force: true });
  }
}

async function buildPages({ folder, say, signal }) {
  const next = path.join(folder, 'node_modules', 'next', 'dist', 'bin', 'next');
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  await told('Building the pages (half a minute or so)', 'Pages built', say, () =>
    run(process.execPath, [next, 'build'], { folder, signal, env }),
  );
}

const entries = { server: 'server/main.ts', cli: 'cli/onrecord.ts' };

function productOf(folder, part) {
  return part === 'pages'
    ? path.join(folder, '.next', 'BUILD_ID')
    : path.join(folder, '.build', `${part}.mjs`);
}

/** One file of our own code; packages stay outside, so that there is one copy of each in the process. */
async function bundle(folder, part) {
  const { build } = await import('esbuild');
  const product = productOf(folder, part);
  const fresh = `${product}.new`;
  await build({
    absWorkingDir: folder,
    entryPoints: [entries[part]],
    outfile: fresh,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // Inside the file, so that it can be moved as one.
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  // Moved when complete: a server that starts just now reads the old one.
  renameSync(fresh, product);
}

/** Path and hash of every file that a build depends on, in a fixed order. */
function sourcesOf(folder) {
  const rooms = ['app', 'attribution', 'cli', 'components', 'document', 'protocol', 'public', 'server'];
  const files = ['next.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'];
  for (const room of rooms) {
    if (!existsSync(path.join(folder, room))) continue;
    for (const entry of readdirSync(path.join(folder, room), { recursive: true, withFileTypes: true })) {
      const file = path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name));
      if (entry.isFile() && !/\.test\.tsx?$|(^|\/)testing\//.test(file)) files.push(file);
    }
  }
  return [
    process.versions.modules,
    ...files.sort().map((file) => `${file} ${sha256(readFileSync(path.join(folder, file)))}`),
  ];
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The npm that called us, else the one on the path. */
function npm(...args) {
  const file = process.env.npm_execpath;
  return file !== undefined && /\.c?js$/.test(file) ? [process.execPath, [file, ...args]] : ['npm', args];
}

/** Says what happens, that it still happens, and how long it took: one calm line each. */
async function told(before, after, say, work) {
  const since = Date.now();
  const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`;
  say(`${before} …`);
  const timer = setInterval(() => say(`… still at it, ${seconds()}`), 20_000);
  try {
    await work();
    say(`${after} in ${seconds()}`);
  } finally {
    clearInterval(timer);
  }
}

/** Runs a command quietly; if it fails, throws with the last lines that it printed. */
async function run(command, args, { folder, signal, env = {} }) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = [];
  child.stdout.on('data', (chunk) => printed.push(chunk));
  child.stderr.on('data', (chunk) => printed.push(chunk));
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, how) => resolve(status ?? how));
  });
  signal.removeEventListener('abort', stop);
  if (code === 0) return;
  const all = Buffer.concat(printed).toString('utf8');
  const last = all.trimEnd().split('\n').slice(-25).join('\n');
  const full = /ENOSPC|no space left/i.test(all)
    ? '\nThe disk is full: free some space and start again.'
    : '';
  const error = new Error(`${path.basename(args[0] ?? command)} ended with ${code}:\n${last}${full}`);
  error.name = 'Told';
  throw error;
}
