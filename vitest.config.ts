import { defineConfig } from 'vitest/config';

/**
 * Two kinds of test run under vitest: `unit` (pure, no server, no database) and `integration` (a real
 * PostgreSQL and, where it is about a CMS, a real WordPress). A file says which one it is by its name.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{attribution,document,protocol,server,cli,components}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.int.test.ts', '**/*.wordpress.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{server,cli}/**/*.int.test.ts'],
          globalSetup: ['server/store/testing/cluster.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'wordpress',
          include: ['server/**/*.wordpress.test.ts'],
          globalSetup: ['server/store/testing/cluster.ts', 'server/publish/testing/site.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
