import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** A server of ours, from the build, in a process of its own. */
export interface RunningServer {
  url: string;
  port: number;
  process: ChildProcess;
  /** everything that it printed so far */
  printed(): string;
  /** SIGTERM; waits for the end and gives the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL of this one process: what a crash or the kernel does. Waits for the end. */
  kill(): Promise<void>;
}

/**
 * Starts the built server and waits for the line that names its address. Rejects with what it printed where it ends
 * before that. `env` adds to the environment; a variable that is undefined is taken out.
 */
export async function startServer(
  env: Record<string, string | undefined>,
  options: { folder?: string; args?: string[] } = {},
): Promise<RunningServer> {
  const folder = options.folder ?? root;
  const program = path.join(folder, '.build', 'server.mjs');
  if (!existsSync(program)) throw new Error('There is no build: run `npm run build` first.');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...(options.args ?? [])], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', PORT: '0', ...env },
    // The channel: a server whose test process is killed ends by itself.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const found = /Onrecord is ready: (\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    void ended.then((code) =>
      reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)),
    );
  });
  return {
    url,
    port: Number(new URL(url).port),
    process: child,
    printed: () => printed,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
