import { sql, type Transaction } from 'kysely';
import type { PersonId, StoryId } from '#protocol';
import type { Schema } from '#server/store';

/** One change on its way into the log. */
export interface Row {
  readonly story: StoryId;
  readonly epoch: string;
  /** Counted by this process: with its node id it makes a row unique, so that sending it twice is harmless. */
  readonly seq: number;
  readonly person: PersonId;
  readonly bytes: Uint8Array;
  /** client ids that the story sees for the first time in this row */
  readonly newClients: readonly number[];
  /** true where the person adds text and is no author of the story yet */
  readonly newAuthor: boolean;
}

/**
 * Writes rows inside the caller's transaction, and with them who owns their client ids and who became an author.
 * Returns the rows whose story has another epoch now, or is gone: they were not written.
 *
 * The share lock on the story makes a purge wait for us, or us for it: no row of an old epoch can land behind it.
 */
export async function writeRows<R extends Row>(
  trx: Transaction<Schema>,
  node: string,
  rows: readonly R[],
): Promise<R[]> {
  const stories = [...new Set(rows.map((row) => row.story))];
  const living = await trx
    .selectFrom('story')
    .select(['id', 'epoch'])
    .where('id', 'in', stories)
    .orderBy('id')
    .forShare()
    .execute();
  const epochs = new Map(living.map((story) => [story.id, story.epoch]));
  const landing = rows.filter((row) => epochs.get(row.story) === row.epoch);
  if (landing.length > 0) {
    await sql`
      insert into sync_row (story_id, epoch, node, node_seq, person_id, bytes)
      select story, epoch, ${node}::uuid, seq, person, bytes
      from unnest(
        ${landing.map((row) => row.story)}::uuid[], ${landing.map((row) => row.epoch)}::uuid[],
        ${landing.map((row) => row.seq)}::bigint[], ${landing.map((row) => row.person)}::uuid[],
        ${landing.map((row) => Buffer.from(row.bytes))}::bytea[]
      ) with ordinality as row(story, epoch, seq, person, bytes, nth)
      order by nth
      on conflict (node, node_seq) do nothing
    `.execute(trx);
    await writeOwners(trx, landing);
    await writeAuthors(trx, landing);
  }
  return rows.filter((row) => epochs.get(row.story) !== row.epoch);
}

async function writeOwners(trx: Transaction<Schema>, rows: readonly Row[]): Promise<void> {
  const owners = rows.flatMap((row) =>
    row.newClients.map((client) => ({
      story_id: row.story,
      epoch: row.epoch,
      client_id: client,
      person_id: row.person,
    })),
  );
  if (owners.length === 0) return;
  const written = await trx
    .insertInto('client_owner')
    .values(owners)
    .onConflict((conflict) => conflict.doNothing())
    .returning('client_id')
    .execute();
  if (written.length < owners.length) await refuseForeign(trx, owners);
}

/** An id that was new to this node may have been used on another one meanwhile: by the same person, or it is a forgery. */
async function refuseForeign(
  trx: Transaction<Schema>,
  owners: readonly { story_id: string; epoch: string; client_id: number; person_id: string }[],
): Promise<void> {
  const { rows } = await sql`
    select 1 from client_owner owner
    join unnest(
      ${owners.map((owner) => owner.story_id)}::uuid[], ${owners.map((owner) => owner.epoch)}::uuid[],
      ${owners.map((owner) => owner.client_id)}::bigint[], ${owners.map((owner) => owner.person_id)}::uuid[]
    ) as said(story, epoch, client, person)
      on owner.story_id = said.story and owner.epoch = said.epoch and owner.client_id = said.client
    where owner.person_id <> said.person
    limit 1
  `.execute(trx);
  if (rows.length > 0) throw new ForeignClient();
}

/** A row carries the client id of another person. Trying again does not help; a room that is loaded anew knows better. */
export class ForeignClient extends Error {
  readonly code = 'sync.foreignClient';
  constructor() {
    super('a client id belongs to another person already');
  }
}

async function writeAuthors(trx: Transaction<Schema>, rows: readonly Row[]): Promise<void> {
  const authors = rows
    .filter((row) => row.newAuthor)
    .map((row) => ({ story_id: row.story, person_id: row.person }));
  if (authors.length === 0) return;
  await trx
    .insertInto('story_author')
    .values(authors)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
