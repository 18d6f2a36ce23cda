import type { Kysely, Transaction } from 'kysely';
import type pg from 'pg';
import { checkServer, connectPool, migrate, valueTypes } from './connection';
import { startEmbedded } from './embedded';
import type { Schema } from './schema';
import { StartFailure } from './start-failure';

export { connectPool } from './connection';
export type { Schema } from './schema';
export { StartFailure, dataFailure, isStartFailure, type StartFailureCode } from './start-failure';

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;

export interface Store {
  db: Db;
  /** options of a direct connection, for LISTEN: `new pg.Client(store.connection)` */
  connection: pg.ClientConfig;
  /** true: the database is our own child and has one node by construction */
  embedded: boolean;
  /** Waits for running queries; stops the embedded PostgreSQL, if it is ours. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** the embedded PostgreSQL keeps its files here, unless `databaseUrl` is given */
  dataFolder: string;
  databaseUrl?: string;
  /** connections of the pool; default 10 */
  poolSize?: number;
  /** progress and warnings, one line each */
  say?: (line: string) => void;
  /** The embedded PostgreSQL is gone, and this process cannot go on: tell the reason and exit. */
  onLost?: (reason: StartFailure) => void;
  /** see `EmbeddedOptions` */
  followUs?: boolean;
}

/** Opens the database, checks that it may be trusted, and brings its schema up to date. Throws `StartFailure`. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { say = () => {}, onLost = () => {}, poolSize = 10 } = options;
  const embedded =
    options.databaseUrl === undefined
      ? await startEmbedded({ dataFolder: options.dataFolder, say, followUs: options.followUs })
      : null;
  let closing = false;
  void embedded?.lost.then((reason) => {
    if (!closing) onLost(reason);
  });
  const connection: pg.ClientConfig = {
    ...(embedded === null ? { connectionString: options.databaseUrl } : embedded.connection),
    application_name: 'onrecord',
    types: valueTypes(),
  };
  let db: Db | null = null;
  const close = async () => {
    closing = true;
    await db?.destroy();
    await embedded?.stop();
  };
  try {
    await checkServer(
      connection,
      embedded === null ? 'The database of DATABASE_URL' : 'The embedded database',
    );
    db = connectPool(connection, poolSize, (line) => {
      // While we stop, PostgreSQL cuts what the pool has not yet closed.
      if (!closing) say(line);
    });
    await migrate(db, say);
    return { db, connection, embedded: embedded !== null, close };
  } catch (error) {
    await close();
    throw error;
  }
}
