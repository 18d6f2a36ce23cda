import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { migrations } from './migrations';
import type { Schema } from './schema';
import { StartFailure, codeOf, wordsOf } from './start-failure';

/**
 * How values arrive, decided here for every connection: int8 as a string (row ids are compared, never counted
 * with), timestamptz as a Date, date as 'YYYY-MM-DD' (a Date would put it at midnight in some zone), json parsed.
 */
export function valueTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (value: string) => value);
  types.setTypeParser(pg.types.builtins.DATE, (value: string) => value);
  return types;
}

/** A pool of connections with the query builder on it. `log` hears of connections that break while idle. */
export function connectPool(
  connection: pg.ClientConfig,
  size: number,
  log: (line: string) => void,
): Kysely<Schema> {
  const pool = new pg.Pool({ ...connection, max: size });
  // Without a listener a broken connection ends the process, whether it is idle or in use; the pool replaces it by itself.
  pool.on('connect', (client) =>
    client.on('error', (error) => log(`A database connection broke: ${error.message}`)),
  );
  pool.on('error', () => {});
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Refuses a database on which "saved" would be a lie or our SQL would fail. `told` names it in messages. */
export async function checkServer(connection: pg.ClientConfig, told: string): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw unreachable(error, told);
  }
  try {
    const { rows } = await client.query<{ fsync: string; version: string; encoding: string }>(
      `select current_setting('fsync') as fsync, current_setting('server_version_num') as version,
              current_setting('server_encoding') as encoding`,
    );
    const [server] = rows;
    if (server === undefined)
      throw new StartFailure('database.failed', `${told} does not tell its settings.`);
    if (Number(server.version) < 150_000) {
      throw new StartFailure('database.tooOld', `${told} is older than PostgreSQL 15. Please upgrade it.`);
    }
    if (server.encoding !== 'UTF8') {
      throw new StartFailure(
        'database.failed',
        `${told} is encoded in ${server.encoding}: make one with UTF8.`,
      );
    }
    if (server.fsync !== 'on') {
      throw new StartFailure(
        'database.fsyncOff',
        `${told} runs with fsync=off: what is called saved there would be lost in a power cut. Set fsync=on and start again.`,
      );
    }
  } finally {
    await client.end();
  }
}

function unreachable(error: unknown, told: string): StartFailure {
  const code = codeOf(error) ?? '';
  const why = ['28P01', '28000'].includes(code)
    ? 'refuses the user or the password'
    : code === '3D000'
      ? 'does not exist'
      : `cannot be reached (${wordsOf(error)})`;
  return new StartFailure('database.unreachable', `${told} ${why}. Check DATABASE_URL.`, { cause: error });
}

/** Brings the schema up to date. Several nodes may try at once: Kysely lets one work and the others wait. */
export async function migrate(db: Kysely<Schema>, say: (line: string) => void): Promise<void> {
  const migrator = new Migrator({ db, provider: migrations });
  const { error, results } = await migrator.migrateToLatest();
  for (const result of results ?? []) {
    if (result.status === 'Success') say(`Schema: ${result.migrationName}`);
  }
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new StartFailure(
      'database.failed',
      failed === undefined
        ? `The schema cannot be checked: ${wordsOf(error)}`
        : `The change ${failed} of the schema failed, and nothing of it was kept: ${wordsOf(error)}`,
      { cause: error },
    );
  }
}
