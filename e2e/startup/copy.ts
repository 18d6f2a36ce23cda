import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isRunning } from '../../server/store/embedded/process';
import { root } from '../server';

const run = promisify(execFile);

/** What a start needs of the checkout; the rest (tests, benchmarks, git) stays behind. */
const parts = [
  ...[
    '.build',
    '.next',
    'app',
    'attribution',
    'cli',
    'components',
    'document',
    'protocol',
    'public',
    'server',
  ],
  ...['next.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

export const isRoot = process.getuid?.() === 0;

/** A user other than root for the cases of an ordinary user. */
export async function ordinaryUser(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'nobody'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** A finished build at another place. */
export interface Copy {
  folder: string;
  remove(): Promise<void>;
}

/**
 * Copies the checkout with its build below a fresh temporary folder, at the relative place given; the packages with
 * hard links where the disk allows. `mode` is that of the temporary folder: 0700 shuts out everybody but us.
 */
export async function copyOfBuild(place: string, mode: number): Promise<Copy> {
  const base = await mkdtemp(path.join(tmpdir(), 'onrecord-copy-'));
  await chmod(base, mode);
  const folder = path.join(base, place);
  await mkdir(folder, { recursive: true });
  const { stdout } = await run('ls', ['-A', root]);
  const there = stdout.split('\n').filter((name) => parts.includes(name));
  await run('cp', ['-a', ...there.map((name) => path.join(root, name)), folder]);
  const packages = path.join(root, 'node_modules');
  await run('cp', ['-al', packages, folder]).catch(() => run('cp', ['-a', packages, folder]));
  return { folder, remove: () => rm(base, { recursive: true, force: true }) };
}

/** A launcher that was started, with what it started. */
export interface Start {
  child: ChildProcess;
  printed(): string;
  /** The address, once it serves. Rejects where it ends before. */
  ready: Promise<string>;
  /** the exit code, or the signal's name */
  ended: Promise<number | string>;
  /** The process of the server proper, below the launcher. */
  server(): Promise<number>;
}

export interface StartOptions {
  data: string;
  env?: Record<string, string>;
  args?: string[];
  user?: { uid: number; gid: number };
  /** node options before the launcher's file */
  node?: string[];
}

/** Starts the launcher of a copy as `npm start` does, in a process group of its own. */
export function start(copy: Pick<Copy, 'folder'>, options: StartOptions): Start {
  const { NEXTAUTH_URL: _url, NEXTAUTH_SECRET: _secret, DATABASE_URL: _database, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    [...(options.node ?? []), path.join('cli', 'launch.mjs'), 'start', ...(options.args ?? [])],
    {
      cwd: copy.folder,
      env: { ...inherited, PORT: '0', ONRECORD_DATA: options.data, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...options.user,
    },
  );
  let printed = '';
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing')),
  );
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const url = /Onrecord is ready: (\S+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    void ended.then((how) => reject(new Error(`It ended with ${how} before it was ready:\n${printed}`)));
  });
  // Tests that expect an end never ask for `ready`.
  ready.catch(() => {});
  return {
    child,
    printed: () => printed,
    ready,
    ended,
    async server() {
      const { stdout } = await run('pgrep', ['-P', String(child.pid), '-f', 'server.mjs']);
      return Number(stdout.trim());
    },
  };
}

/** The PostgreSQL of a data folder: its process, or null where none works on it. */
export async function postgresOf(data: string): Promise<number | null> {
  const text = await readFile(path.join(data, 'pg17', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return isRunning(pid) ? pid : null;
}
