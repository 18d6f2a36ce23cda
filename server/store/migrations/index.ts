import type { MigrationProvider } from 'kysely';
import * as ground from './0001_ground';
import * as sync from './0002_sync';
import * as delivery from './0003_delivery';

/** All migrations in their order. They are listed, not read from a folder, since the server is one bundled file. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001_ground': ground,
    '0002_sync': sync,
    '0003_delivery': delivery,
  }),
};
