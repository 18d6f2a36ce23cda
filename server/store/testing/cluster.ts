import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openStore } from '..';
import { templateDatabase, testCluster, type TestCluster } from './database-of';

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

/** Set by a run that has started its PostgreSQL already (`npm test`): JSON of a `TestCluster`. */
const variable = 'ONRECORD_TEST_CLUSTER';

/** Starts the one PostgreSQL of a test run: the real embedded one, with real fsync, and a migrated template in it. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'onrecord-test-'));
  const store = await openStore({ dataFolder: folder });
  const { host, port, user, password, database } = store.connection;
  if (typeof password !== 'string' || !host || !port || !user || !database) {
    throw new Error('The embedded database tells an incomplete connection.');
  }
  // The migrated database itself is the template: nobody connects to it after this.
  await store.db.destroy();
  return {
    cluster: { host, port, user, password, template: templateDatabase },
    async stop() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** vitest's global set-up: one cluster a run, whichever projects and files take part. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const given = process.env[variable];
  if (given !== undefined) {
    project.provide('cluster', testCluster.parse(JSON.parse(given)));
    return;
  }
  const { cluster, stop } = await startTestCluster();
  process.env[variable] = JSON.stringify(cluster);
  project.provide('cluster', cluster);
  return async () => {
    delete process.env[variable];
    await stop();
  };
}
