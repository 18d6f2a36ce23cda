import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { personId, storyId } from '#protocol';
import type { Schema } from '#server/store';

export const accessChannel = 'onrecord_access';

/** Whose access has changed: one person's everywhere, everybody's to one story, or nobody knows. */
const accessScope = z.union([
  z.strictObject({ person: personId }),
  z.strictObject({ story: storyId }),
  z.literal('all'),
]);
export type AccessScope = z.infer<typeof accessScope>;

/** What cannot be read may have been about anybody. */
export function readScope(payload: unknown): AccessScope {
  const scope = accessScope.safeParse(payload);
  return scope.success ? scope.data : 'all';
}

/**
 * To be called inside the transaction that changes what somebody may do (role, password, session, account, story): every
 * node, also the only one, hears of it when that commits, and asks again whether open sockets may stay. So a change
 * from the command line bites as one from a page does.
 */
export async function notifyAccess(trx: Kysely<Schema>, scope: AccessScope): Promise<void> {
  await sql`select pg_notify(${accessChannel}, ${JSON.stringify(scope)})`.execute(trx);
}
