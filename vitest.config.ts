import { defineConfig } from 'vitest/config';

/**
 * The kinds of test that run under vitest: `unit` (pure, no server, no database), `integration` (a real
 * PostgreSQL), `wordpress` (a real WordPress as well) and `startup`. A file says which one it is by its name.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{attribution,document,protocol,server,cli,components,e2e}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.int.test.ts', '**/*.wordpress.test.ts', '**/*.startup.test.ts'],
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
      {
        // The real launcher and server as processes, on copies of the finished build: `npm run build` first.
        test: {
          name: 'startup',
          include: ['e2e/startup/**/*.startup.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
