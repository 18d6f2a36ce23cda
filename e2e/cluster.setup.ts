import { startTestCluster } from '../server/store/testing/cluster';

/** JSON of the run's `TestCluster`: set by `npm test` for all of its parts, else by this set-up. */
export const clusterVariable = 'ONRECORD_TEST_CLUSTER';

/** Playwright's global set-up: the one PostgreSQL of the run. */
export default async function setup(): Promise<(() => Promise<void>) | void> {
  if (process.env[clusterVariable] !== undefined) return;
  const { cluster, stop } = await startTestCluster();
  process.env[clusterVariable] = JSON.stringify(cluster);
  return stop;
}
