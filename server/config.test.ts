import { expect, test } from 'vitest';
import { readConfig } from './config';

const read = (env: Record<string, string>, ...argv: string[]) =>
  readConfig({ NODE_ENV: 'test', ...env }, argv);

test('nothing said: this machine only, port 3000, data beside the program', () => {
  expect(read({})).toMatchObject({ port: 3000, host: '127.0.0.1', publicOrigin: null, demo: false });
  expect(read({}).dataFolder).toMatch(/\/\.data$/);
});

test('an empty variable is a missing one', () => {
  expect(read({ PORT: '', DATABASE_URL: '', NEXTAUTH_URL: '' })).toMatchObject({ port: 3000 });
});

test('port 0 lets the system choose', () => {
  expect(read({ PORT: '0' }).port).toBe(0);
});

test.each([
  [{ PORT: 'http' }, /PORT must be a number/],
  [{ PORT: '70000' }, /PORT must be at most 65535/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must start with postgres/],
  [{ NEXTAUTH_SECRET: 'short' }, /NEXTAUTH_SECRET must have at least 32/],
  [{ NEXTAUTH_URL: 'news.example' }, /NEXTAUTH_URL must be an address/],
  [{ NEXTAUTH_URL: 'https://news.example/desk' }, /without a path/],
  [{ ONRECORD_SEAL_KEY: 'abcd' }, /ONRECORD_SEAL_KEY must be 32 bytes/],
  [{ HOST: '0.0.0.0' }, /set NEXTAUTH_URL/],
])('%o is refused with a sentence', (env, sentence) => {
  expect(() => read(env)).toThrow(sentence);
});

test('a message never repeats a secret', () => {
  try {
    read({ NEXTAUTH_SECRET: 'my-own-word', PORT: 'x' });
    expect.unreachable();
  } catch (error) {
    expect(String(error)).not.toContain('my-own-word');
  }
});

test('an address that others reach is an origin without a closing slash', () => {
  expect(read({ HOST: '0.0.0.0', NEXTAUTH_URL: 'https://news.example/' })).toMatchObject({
    host: '0.0.0.0',
    publicOrigin: 'https://news.example',
  });
});

test('the demo stays on this machine', () => {
  expect(read({}, '--demo').demo).toBe(true);
  expect(() => read({ HOST: '0.0.0.0', NEXTAUTH_URL: 'https://news.example' }, '--demo')).toThrow(
    /this machine only/,
  );
});
