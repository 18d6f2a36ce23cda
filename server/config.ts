import path from 'node:path';
import { z } from 'zod';
import { StartFailure } from '#server/store';

/** What the environment and the command line say, parsed once. Paths are absolute. */
export interface Config {
  /** 0: the system chooses a free one */
  port: number;
  host: string;
  databaseUrl?: string;
  dataFolder: string;
  /** Where people reach this install, if it was said: an origin without a closing slash. */
  publicOrigin: string | null;
  /** Given secrets; those that are missing are made and kept in the data folder (keys.ts). */
  sessionSecret?: string;
  sealKey?: Buffer;
  /** `X-Forwarded-*` counts only behind a proxy of ours. */
  trustProxy: boolean;
  /** Private names and ranges that destinations may stand at, although the server reaches out to no private address otherwise. */
  allowPrivate: string[];
  /** A sample newsroom for trying out: loopback only. */
  demo: boolean;
  demoPassword?: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

const loopback = ['127.0.0.1', 'localhost', '::1'];

/** An empty variable is a missing one: that is what people mean by `PORT= npm start`. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const environment = z.object({
  PORT: given(
    z
      .string()
      .regex(/^\d{1,5}$/, 'must be a number')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be at most 65535'),
  ),
  HOST: given(z.string()),
  DATABASE_URL: given(z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://')),
  ONRECORD_DATA: given(z.string()),
  NEXTAUTH_URL: given(
    z
      .url({ protocol: /^https?$/, error: 'must be an address like https://news.example' })
      .transform((url) => {
        const { origin, pathname } = new URL(url);
        return pathname === '/' ? origin : null;
      }),
  ),
  NEXTAUTH_SECRET: given(z.string().min(32, 'must have at least 32 characters')),
  ONRECORD_SEAL_KEY: given(
    z
      .string()
      .transform((text) => Buffer.from(text, 'base64'))
      .refine((key) => key.length === 32, 'must be 32 bytes in base64'),
  ),
  TRUST_PROXY: given(z.enum(['0', '1', 'true', 'false'])),
  ONRECORD_ALLOW_PRIVATE: given(z.string()),
  ONRECORD_DEMO_PASSWORD: given(z.string().min(8, 'must have at least 8 characters')),
  LOG_LEVEL: given(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])),
});

/** Reads the settings of a server. Throws `config.invalid` with one sentence for each wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv, argv: readonly string[]): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new StartFailure('config.invalid', `The settings are not right: ${wrong.join('; ')}.`);
  }
  const { data } = parsed;
  if (data.NEXTAUTH_URL === null) {
    throw new StartFailure(
      'config.invalid',
      'NEXTAUTH_URL must be an origin, without a path: https://news.example',
    );
  }
  const demo = argv.includes('--demo');
  const host = data.HOST ?? '127.0.0.1';
  if (!loopback.includes(host)) {
    if (demo) {
      throw new StartFailure(
        'config.invalid',
        'The demo listens on this machine only: start it without HOST.',
      );
    }
    if (data.NEXTAUTH_URL === undefined) {
      throw new StartFailure(
        'config.invalid',
        `With HOST=${host} others can reach this server: set NEXTAUTH_URL to the address that they use, like https://news.example`,
      );
    }
  }
  return {
    port: data.PORT ?? 3000,
    host,
    databaseUrl: data.DATABASE_URL,
    dataFolder: path.resolve(data.ONRECORD_DATA ?? '.data'),
    publicOrigin: data.NEXTAUTH_URL ?? null,
    sessionSecret: data.NEXTAUTH_SECRET,
    sealKey: data.ONRECORD_SEAL_KEY,
    trustProxy: data.TRUST_PROXY === '1' || data.TRUST_PROXY === 'true',
    allowPrivate: (data.ONRECORD_ALLOW_PRIVATE ?? '').split(/[\s,]+/).filter(Boolean),
    demo,
    demoPassword: data.ONRECORD_DEMO_PASSWORD,
    logLevel: data.LOG_LEVEL ?? 'warn',
  };
}
