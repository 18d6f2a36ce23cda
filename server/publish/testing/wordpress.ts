import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { wordpressBuilds } from './builds';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('./wordpress/', import.meta.url));
const phpFlags = ['-d', 'error_reporting=E_ALL & ~E_DEPRECATED', '-d', 'memory_limit=256M'];

const account = z.object({ login: z.string(), appPassword: z.string() });
const users = z.object({ admin: account, editor: account, author: account });

/** A site's address and its users, as a test process is given them. */
export type SiteAddress = { url: string; users: z.infer<typeof users> };
export type WordPressSite = SiteAddress & { version: string; stop(): Promise<void> };

/**
 * Starts a real WordPress on SQLite with PHP's own server: a fresh site on a free loopback port. Needs Debian's
 * php-cli, php-sqlite3, php-gd, php-xml and php-mbstring; says so where they are missing. `stop` ends its process group
 * and removes the site.
 */
export async function startWordPress(): Promise<WordPressSite> {
  await checkPhp();
  const builds = await wordpressBuilds();
  const folder = await mkdtemp(path.join(tmpdir(), 'onrecord-wordpress-'));
  let server: ChildProcess | null = null;
  // A run that ends without its clean-up must not leave PHP behind.
  const atExit = () => {
    if (server) killGroup(server);
  };
  process.once('exit', atExit);
  const stop = async () => {
    process.off('exit', atExit);
    if (server) await endGroup(server);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const root = path.join(folder, 'root');
    await unpack(builds, root);
    const url = `http://127.0.0.1:${await freePort()}`;
    const env = { ...process.env, SITE_URL: url, PHP_CLI_SERVER_WORKERS: '2' };
    const installed = await run('php', [...phpFlags, path.join(sources, 'install.php'), root], { env });
    const made = z.object({ version: z.string(), users }).parse(JSON.parse(installed.stdout));

    const log = await open(path.join(folder, 'php.log'), 'w');
    // Its own group: the workers of `php -S` outlive their parent and go on answering, so that all are ended together.
    const started = spawn(
      'php',
      [
        ...phpFlags,
        '-d',
        'opcache.enable_cli=1',
        '-S',
        url.slice('http://'.length),
        '-t',
        root,
        path.join(sources, 'router.php'),
      ],
      { env, detached: true, stdio: ['ignore', log.fd, log.fd] },
    );
    server = started;
    await log.close();
    await answering(url, started, path.join(folder, 'php.log'));
    return { url, ...made, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function checkPhp(): Promise<void> {
  const needs = ['pdo_sqlite', 'gd', 'xml', 'mbstring', 'Phar'];
  let modules = '';
  try {
    modules = (await run('php', ['-m'])).stdout;
  } catch {
    // No PHP at all: every module is missing.
  }
  const missing = needs.filter((name) => !new RegExp(`^${name}$`, 'im').test(modules));
  if (missing.length > 0)
    throw new Error(
      `The tests against a real WordPress need PHP (missing: ${missing.join(', ')}). On Debian: ` +
        'apt-get install -y --no-install-recommends php-cli php-sqlite3 php-gd php-xml php-mbstring',
    );
}

async function unpack(builds: { wordpress: string; sqlite: string }, root: string): Promise<void> {
  const plugins = path.join(root, 'wp-content', 'plugins');
  const unzip = (archive: string, to: string) => run('php', [path.join(sources, 'unpack.php'), archive, to]);
  await mkdir(root, { recursive: true });
  await unzip(builds.wordpress, root);
  await unzip(builds.sqlite, plugins);
  const plugin = path.join(plugins, 'sqlite-database-integration');
  await rename(`${plugin}-main`, plugin);
  const dropIn = (await readFile(path.join(plugin, 'db.copy'), 'utf8'))
    .replaceAll('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', plugin)
    .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
  await writeFile(path.join(root, 'wp-content', 'db.php'), dropIn);
  await cp(path.join(sources, 'wp-config.php'), path.join(root, 'wp-config.php'));
  for (const name of ['database', 'uploads'])
    await mkdir(path.join(root, 'wp-content', name), { recursive: true });
}

/** PHP's server takes no port 0: a port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answering(url: string, server: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) break;
    const status = await fetch(`${url}/wp-json/`).then(
      (response) => response.status,
      () => null,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`WordPress did not start:\n${await readFile(log, 'utf8')}`);
}

async function endGroup(server: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve();
    else server.once('exit', () => resolve());
  });
  killGroup(server);
  await ended;
}

function killGroup(server: ChildProcess): void {
  if (server.pid === undefined) return;
  try {
    process.kill(-server.pid, 'SIGKILL');
  } catch (error) {
    // The group is gone already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
