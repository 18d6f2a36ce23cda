import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import type { Store } from '..';
import { connectPool, valueTypes } from '../connection';

/** The migrated database that others are copied from. */
export const templateDatabase = 'onrecord';

/** The PostgreSQL of a test run. */
export const testCluster = z.object({
  host: z.string(),
  port: z.number(),
  user: z.string(),
  password: z.string(),
  template: z.string(),
});
export type TestCluster = z.infer<typeof testCluster>;

/** Makes a fresh, migrated database in a cluster; `close` drops it, with whatever is still connected to it. */
export async function databaseOf(cluster: TestCluster): Promise<Store & { url: string }> {
  const { template, ...server } = cluster;
  const database = `test_${randomBytes(8).toString('hex')}`;
  const name = pg.escapeIdentifier(database);
  await onServer(server, `create database ${name} template ${pg.escapeIdentifier(template)}`);
  const connection: pg.ClientConfig = { ...server, database, application_name: 'test', types: valueTypes() };
  const db = connectPool(connection, 5, () => {});
  return {
    db,
    connection,
    // Tests see the store as several nodes would: a database of DATABASE_URL.
    embedded: false,
    url: `postgres://${server.user}:${encodeURIComponent(server.password)}@/${database}?host=${encodeURIComponent(server.host)}&port=${server.port}`,
    async close() {
      await db.destroy();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(server: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
