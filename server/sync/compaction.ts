import { sql, type Kysely, type Transaction } from 'kysely';
import * as Y from 'yjs';
import type { StoryId } from '#protocol';
import type { Schema } from '#server/store';
import { documentOf } from './stored';

/** Held to the end of the transaction: whoever rebuilds or edits a story's document on the server works alone. */
export async function lockStory(trx: Transaction<Schema>, story: StoryId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sync:${story}`}, 0))`.execute(trx);
}

export interface Compacted {
  moved: number;
  generation: string;
  /** what the snapshot weighs */
  bytes: number;
}

const nothing: Compacted = { moved: 0, generation: '0', bytes: 0 };

/**
 * Folds a story's log into its snapshot and moves the rows into the archive, in one transaction. Returns how many, and the
 * story's count of compactions after it.
 *
 * It moves exactly the rows that it read, never a range: ids are not in the order of commits, and a range would take along
 * a row with a lower id that was committed in between, unread. A log with a hole stays as it is.
 */
export async function compact(db: Kysely<Schema>, story: StoryId): Promise<Compacted> {
  return db.transaction().execute(async (trx) => {
    await lockStory(trx, story);
    const { epoch } =
      (await trx.selectFrom('story').select('epoch').where('id', '=', story).executeTakeFirst()) ?? {};
    if (epoch === undefined) return nothing;
    const rows = await trx
      .selectFrom('sync_row')
      .select(['id', 'bytes'])
      .where('story_id', '=', story)
      .where('epoch', '=', epoch)
      .orderBy('id')
      .execute();
    if (rows.length === 0) return nothing;
    const snapshot = await trx
      .selectFrom('sync_snapshot')
      .select('bytes')
      .where('story_id', '=', story)
      .where('epoch', '=', epoch)
      .executeTakeFirst();
    if (!snapshot) return nothing;
    const { doc, hole } = documentOf([snapshot.bytes, ...rows.map((row) => row.bytes)]);
    if (hole) return nothing;
    const bytes = Buffer.from(Y.encodeStateAsUpdate(doc));
    doc.destroy();
    await trx
      .updateTable('sync_snapshot')
      .set({ bytes, created_at: sql`now()` })
      .where('story_id', '=', story)
      .execute();
    await sql`
      with moved as (delete from sync_row where id = any(${rows.map((row) => row.id)}::bigint[]) returning *)
      insert into sync_archive (id, story_id, epoch, person_id, bytes, created_at)
      select id, story_id, epoch, person_id, bytes, created_at from moved
    `.execute(trx);
    // Last: it keeps new rows of the story waiting until we commit. It fails if a purge came first.
    const raised = await trx
      .updateTable('story')
      .set({ snapshot_gen: sql`snapshot_gen + 1` })
      .where('id', '=', story)
      .where('epoch', '=', epoch)
      .returning('snapshot_gen')
      .executeTakeFirst();
    if (!raised) throw new Error(`story ${story} was rebuilt during its compaction`);
    return { moved: rows.length, generation: raised.snapshot_gen, bytes: bytes.length };
  });
}
