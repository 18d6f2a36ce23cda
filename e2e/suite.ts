import { startTestCluster } from '../server/store/testing/cluster';
import { clusterVariable } from './cluster.setup';
import { bin, command, playwright, rooms, vitest, type Part } from './suite/part';
import { strict, summary, timed, type Result } from './suite/result';

/**
 * `npm test [-- PART…]`: everything that proves this checkout, with one build and one PostgreSQL for all of it. The
 * groups run one after another; parts of a group at the same time, for two cores.
 */
const groups: Record<string, Part>[] = [
  {
    lint: command(bin('eslint'), ['.']),
    types: command(bin('tsc'), ['--noEmit', '-p', '.']),
    format: command(bin('prettier'), ['--check', '--log-level', 'warn', '.']),
    rooms,
  },
  { unit: vitest('unit') },
  { build: command(process.execPath, ['cli/launch.mjs', 'build']) },
  { integration: vitest('integration') },
  { wordpress: vitest('wordpress') },
  { browser: playwright },
  { startup: vitest('startup') },
];
const needDatabase = ['integration', 'wordpress', 'browser'];
/** They run what is built, never what was built some time ago. */
const needBuild = ['browser', 'startup'];

async function main(asked: readonly string[]): Promise<number> {
  const known = groups.flatMap((group) => Object.keys(group));
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no part "${unknown.join('", "')}". The parts are: ${known.join(', ')}.`);
    return 2;
  }
  const wanted = asked.length > 0 ? [...asked] : known;
  if (wanted.some((name) => needBuild.includes(name))) wanted.push('build');
  // Asked for by name it is the whole matrix of start-ups, else the common cases.
  if (asked.includes('startup')) process.env.ONRECORD_STARTUP = 'full';

  const since = Date.now();
  const cluster = wanted.some((name) => needDatabase.includes(name)) ? await startTestCluster() : null;
  if (cluster) process.env[clusterVariable] = JSON.stringify(cluster.cluster);
  const results: Result[] = [];
  try {
    for (const group of groups) {
      const parts = Object.entries(group).filter(([name]) => wanted.includes(name));
      results.push(...(await Promise.all(parts.map(([name, part]) => timed(name, part)))));
    }
  } finally {
    await cluster?.stop();
  }
  const judged = process.env.CI ? results.map(strict) : results;
  for (const line of summary(judged, since)) console.log(line);
  return judged.some((result) => result.failed.length > 0) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
