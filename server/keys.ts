import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StartFailure, dataFailure } from '#server/store';
import type { Config } from './config';

export interface Keys {
  /** signs the session cookies */
  sessionSecret: string;
  /** 32 bytes that seal the passwords of destinations */
  sealKey: Buffer;
}

const keysFile = z.object({ sessionSecret: z.string().min(32), sealKey: z.string() });

/**
 * The secrets of this install: those of the environment, else those in the data folder, which are made at the first
 * start and readable by their owner only. Losing them signs everybody out and makes destinations ask for their
 * passwords again.
 */
export async function keysFor(config: Config): Promise<Keys> {
  const { sessionSecret, sealKey } = config;
  if (sessionSecret !== undefined && sealKey !== undefined) return { sessionSecret, sealKey };
  try {
    await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
    const file = path.join(config.dataFolder, 'keys.json');
    const kept = (await readKeys(file)) ?? (await makeKeys(file));
    return { sessionSecret: sessionSecret ?? kept.sessionSecret, sealKey: sealKey ?? kept.sealKey };
  } catch (error) {
    throw dataFailure(error, config.dataFolder);
  }
}

async function readKeys(file: string): Promise<Keys | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { sessionSecret, sealKey } = keysFile.parse(JSON.parse(text));
    return { sessionSecret, sealKey: Buffer.from(sealKey, 'base64') };
  } catch (error) {
    // Not made anew silently: passwords of destinations are sealed with what stood there.
    throw new StartFailure(
      'data.notOurs',
      `${file} cannot be read: put it back from a backup, or remove it.`,
      {
        cause: error,
      },
    );
  }
}

/** Never half-written, and where two starts make keys at once the first one's hold for both. */
async function makeKeys(file: string): Promise<Keys> {
  const fresh = `${file}.${process.pid}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    const made = {
      sessionSecret: randomBytes(32).toString('base64url'),
      sealKey: randomBytes(32).toString('base64'),
    };
    await handle.writeFile(JSON.stringify(made));
    await handle.sync();
    await link(fresh, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } finally {
    await handle.close();
    await rm(fresh, { force: true });
  }
  const kept = await readKeys(file);
  if (kept === null) throw new StartFailure('data.notWritable', `${file} cannot be kept.`);
  return kept;
}
