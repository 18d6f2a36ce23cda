import { inject } from 'vitest';
import type { Store } from '..';
import { databaseOf } from './database-of';

/**
 * A database of its own for the calling test file, copied from the run's migrated template. `close` drops it.
 * `url` is for a process that is started with DATABASE_URL.
 */
export async function testStore(): Promise<Store & { url: string }> {
  return databaseOf(inject('cluster'));
}
