import type { MigrationProvider } from 'kysely';
import * as ground from './0001_ground';

/** All migrations in their order. They are listed, not read from a folder, since the server is one bundled file. */
export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001_ground': ground,
  }),
};
