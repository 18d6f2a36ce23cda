import { sql, type Kysely, type Transaction } from 'kysely';
import * as Y from 'yjs';
import type { PersonId, StoryId } from '#protocol';
import type { Schema } from '#server/store';
import type { Position } from './tail';
import { clientsOf, takeInAll } from './update';

/** A story's document as the database has it. */
export interface Stored {
  epoch: string;
  doc: Y.Doc;
  /** whose each Yjs client id is */
  owners: Map<number, PersonId>;
  /** who has added text */
  authors: Set<PersonId>;
  /** rows of the log that are not in the snapshot yet */
  rows: number;
  /** what snapshot and rows weigh */
  bytes: number;
  /** true where the rows build on something that is not there: such a log is never compacted */
  hole: boolean;
  /** up to where in the log this is */
  position: Position;
}

/**
 * Reads a story's document: its snapshot and every committed row after it, as of one moment, so that a compaction in
 * between cannot hide a row. Null where there is no such story.
 *
 * @throws where the story was never seeded: an empty document must not pass for it
 */
export async function readStored(db: Kysely<Schema>, story: StoryId): Promise<Stored | null> {
  const found = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const row = await trx
        .selectFrom('story')
        .select(['epoch', 'snapshot_gen', sql<string>`pg_snapshot_xmin(pg_current_snapshot())`.as('xmin')])
        .where('id', '=', story)
        .executeTakeFirst();
      if (!row) return null;
      const ofEpoch = { story_id: story, epoch: row.epoch };
      const snapshot = await trx
        .selectFrom('sync_snapshot')
        .select('bytes')
        .where((where) => where.and(ofEpoch))
        .executeTakeFirst();
      const rows = await trx
        .selectFrom('sync_row')
        .select('bytes')
        .where((where) => where.and(ofEpoch))
        .orderBy('id')
        .execute();
      const owners = await trx
        .selectFrom('client_owner')
        .select(['client_id', 'person_id'])
        .where((where) => where.and(ofEpoch))
        .execute();
      const authors = await trx
        .selectFrom('story_author')
        .select('person_id')
        .where('story_id', '=', story)
        .execute();
      const position = { xmin: row.xmin, generation: row.snapshot_gen };
      return { epoch: row.epoch, position, snapshot, rows, owners, authors };
    });
  if (!found) return null;
  const { epoch, snapshot, rows } = found;
  if (!snapshot) throw new Error(`story ${story} has no first state`);
  const { doc, hole } = documentOf([snapshot.bytes, ...rows.map((row) => row.bytes)]);
  return {
    epoch,
    position: found.position,
    doc,
    owners: new Map(found.owners.map((owner) => [Number(owner.client_id), owner.person_id])),
    authors: new Set(found.authors.map((author) => author.person_id)),
    rows: rows.length,
    bytes: snapshot.bytes.length + rows.reduce((sum, row) => sum + row.bytes.length, 0),
    hole,
  };
}

/** One transaction for all of them: twenty thousand rows take a tenth of a second so, and many seconds merged. */
export function documentOf(updates: readonly Uint8Array[]): { doc: Y.Doc; hole: boolean } {
  const doc = new Y.Doc();
  const { hole } = takeInAll(doc, updates);
  return { doc, hole };
}

/** Writes a story's first state. The ids in it belong to whoever made the story. */
export async function writeSeed(
  trx: Transaction<Schema>,
  story: StoryId,
  epoch: string,
  update: Uint8Array,
): Promise<void> {
  await trx
    .insertInto('sync_snapshot')
    .values({ story_id: story, epoch, bytes: Buffer.from(update) })
    .execute();
  await sql`
    insert into client_owner (story_id, epoch, client_id, person_id)
    select id, ${epoch}::uuid, unnest(${clientsOf(update)}::bigint[]), created_by from story where id = ${story}
    on conflict do nothing
  `.execute(trx);
}

/** True where one of these client ids is known from an older epoch of the story and not from this one. */
export async function fromOlderEpoch(
  db: Kysely<Schema>,
  story: StoryId,
  epoch: string,
  clients: readonly number[],
): Promise<boolean> {
  if (clients.length === 0) return false;
  const { rows } = await sql`
    select 1 from client_owner older
    where story_id = ${story} and epoch <> ${epoch} and client_id = any(${clients}::bigint[])
      and not exists (
        select 1 from client_owner now
        where now.story_id = older.story_id and now.epoch = ${epoch} and now.client_id = older.client_id
      )
    limit 1
  `.execute(db);
  return rows.length > 0;
}
