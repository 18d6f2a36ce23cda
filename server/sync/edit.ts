import { sql, type Kysely, type Transaction } from 'kysely';
import * as Y from 'yjs';
import { Failure, type Person } from '#protocol';
import type { Schema } from '#server/store';
import { lockStory } from './compaction';
import type { Log } from './log';
import type { Room } from './room';
import { addsText, clientsOf, parseUpdate } from './update';

/** What an edit came to: the caller's result, and the committed change, if there was one. */
export interface Edited<T> {
  result: T;
  update: Uint8Array | null;
}

interface EditOptions {
  db: Kysely<Schema>;
  log: Log;
  room: Room;
  /** Reads what other nodes have written up to now. */
  catchUp(): Promise<void>;
}

/**
 * One edit by the server on behalf of a person, and whatever rows go with it, in one transaction. `work` gets a copy of the
 * document, all of which is durable; the copy has a client id of its own, which belongs to the person. What others type
 * meanwhile goes on and merges as from any other writer.
 *
 * An error of `work` rolls everything back and passes through. If the outcome of the commit is unknown, the room
 * fails, so that the next one to come reads from the database what is true.
 */
export function editInRoom<T>(
  { db, log, room, catchUp }: EditOptions,
  person: Person,
  work: (doc: Y.Doc, trx: Transaction<Schema>) => Promise<T>,
): Promise<Edited<T>> {
  return room.inTurn(async () => {
    let worked = false;
    let rebuilt = false;
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`select set_config('synchronous_commit', 'on', true)`.execute(trx);
        // Behind the lock, nobody else edits this story on any node: what they did before is read now.
        await lockStory(trx, room.story);
        const doc = await copyOf(room, catchUp);
        const updates: Uint8Array[] = [];
        doc.on('update', (update: Uint8Array) => updates.push(update));
        const result = await work(doc, trx).finally(() => doc.destroy());
        const update = updates.length > 1 ? Y.mergeUpdates(updates) : (updates[0] ?? null);
        worked = true;
        if (!update) return { result, update };
        const outdated = await log.write(trx, [
          {
            story: room.story,
            epoch: room.epoch,
            seq: log.nextSeq(),
            person: person.id,
            bytes: update,
            newClients: clientsOf(update),
            newAuthor: addsText(parseUpdate(update)) && !room.authorship.isAuthor(person.id),
          },
        ]);
        if (outdated.length > 0) {
          rebuilt = true;
          throw new Failure('story.rebuilt', 'This story was rebuilt in the meantime: load it anew.');
        }
        return { result, update };
      });
    } catch (error) {
      if (rebuilt) room.fail('rebuilt');
      else if (worked) room.fail('restart');
      throw error;
    }
  });
}

async function copyOf(room: Room, catchUp: () => Promise<void>): Promise<Y.Doc> {
  try {
    await catchUp();
    return await room.copy();
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** What callers hear when the document cannot be had right now. */
export function unavailable(cause: unknown): Failure {
  return new Failure('sync.unavailable', 'The story cannot be read right now: try again.', undefined, {
    cause,
  });
}
