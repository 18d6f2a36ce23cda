import { sql, type Kysely } from 'kysely';
import type { PersonId, StoryId } from '#protocol';
import type { Schema } from '#server/store';

/** How far a room has read the log. */
export interface Position {
  /** The oldest transaction that was still open at the last read: whatever we have not seen has this id or a higher one. */
  xmin: string;
  /** The story's count of compactions: where it has risen, rows may have gone into the snapshot unread. */
  generation: string;
}

/** What a room has missed. */
export interface News {
  position: Position;
  /** to be taken in together: rows of several nodes are not in the order in which they build on each other */
  updates: Uint8Array[];
  owners: Map<number, PersonId>;
}

export interface Follower {
  readonly story: StoryId;
  readonly epoch: string;
  readonly position: Position;
  /** Takes in what the log holds of other nodes. */
  follow(news: News): void;
  fail(name: 'rebuilt' | 'notFound'): void;
}

interface Read {
  followers: Set<Follower>;
  done: Promise<void>;
}

/**
 * Reads what other nodes have written into the log. Row ids are not in the order of commits, so it asks by transaction: rows
 * whose transaction was not finished at the last read. What it reads twice, Yjs takes in once.
 */
export class Tail {
  #next: Read | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly options: { db: Kysely<Schema>; node: string }) {}

  /** Resolves when a read that began after this call has been taken in. Calls meanwhile share the next read. */
  async catchUp(followers: readonly Follower[]): Promise<void> {
    if (followers.length === 0) return;
    this.#next ??= this.#plan();
    const { followers: wanted, done } = this.#next;
    followers.forEach((follower) => wanted.add(follower));
    return done;
  }

  #plan(): Read {
    const followers = new Set<Follower>();
    const done = this.#running.then(() => {
      this.#next = null;
      return this.#read([...followers]);
    });
    this.#running = done.catch(() => {});
    return { followers, done };
  }

  async #read(followers: readonly Follower[]): Promise<void> {
    const { db, node } = this.options;
    const stories = followers.map(({ story }) => story);
    const found = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const now = await trx
          .selectFrom('story')
          .select([
            'id',
            'epoch',
            'snapshot_gen',
            sql<string>`pg_snapshot_xmin(pg_current_snapshot())`.as('xmin'),
          ])
          .where('id', 'in', stories)
          .execute();
        const { rows } = await sql<{ story_id: StoryId; bytes: Buffer }>`
          select row.story_id, row.bytes
          from unnest(
            ${stories}::uuid[], ${followers.map(({ epoch }) => epoch)}::uuid[],
            ${followers.map(({ position }) => position.xmin)}::xid8[]
          ) as room(story, epoch, xmin)
          join sync_row row on row.story_id = room.story and row.epoch = room.epoch and row.xid >= room.xmin
          where row.node <> ${node}
          order by row.id
        `.execute(trx);
        const folded = now
          .filter(({ id, snapshot_gen }) =>
            followers.some((room) => room.story === id && room.position.generation !== snapshot_gen),
          )
          .map(({ id }) => id);
        const snapshots =
          folded.length === 0
            ? []
            : await trx
                .selectFrom('sync_snapshot')
                .select(['story_id', 'epoch', 'bytes'])
                .where('story_id', 'in', folded)
                .execute();
        const changed = [...new Set([...folded, ...rows.map((row) => row.story_id)])];
        const owners =
          changed.length === 0
            ? []
            : await trx
                .selectFrom('client_owner')
                .select(['story_id', 'epoch', 'client_id', 'person_id'])
                .where('story_id', 'in', changed)
                .execute();
        return { now, rows, snapshots, owners };
      });
    for (const follower of followers) {
      const { story, epoch } = follower;
      const now = found.now.find(({ id }) => id === story);
      if (!now) follower.fail('notFound');
      else if (now.epoch !== epoch) follower.fail('rebuilt');
      else {
        const ours = <T extends { story_id: StoryId; epoch: string }>(row: T) =>
          row.story_id === story && row.epoch === epoch;
        follower.follow({
          position: { xmin: now.xmin, generation: now.snapshot_gen },
          updates: [
            ...found.snapshots.filter(ours),
            ...found.rows.filter((row) => row.story_id === story),
          ].map(({ bytes }) => bytes),
          owners: new Map(
            found.owners.filter(ours).map((owner) => [Number(owner.client_id), owner.person_id]),
          ),
        });
      }
    }
  }
}
