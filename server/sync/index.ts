import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Transaction } from 'kysely';
import type pino from 'pino';
import type * as Y from 'yjs';
import { Failure, type Person, type PersonId, type StoryId, type StoryTopic } from '#protocol';
import { connectPool, type Schema, type Store } from '#server/store';
import type { AccessScope } from './access';
import { Bus } from './bus';
import { editInRoom, unavailable } from './edit';
import { Hub, type HubOptions, type Identity } from './hub';
import { syncLimits, type SyncLimits } from './limits';
import { Log } from './log';
import { Presently } from './presently';
import type { Room } from './room';
import { Rooms } from './rooms';
import { readStored, writeSeed } from './stored';
import { Tail } from './tail';

export { notifyAccess, type AccessScope } from './access';
export type { SyncLimits } from './limits';

/** Writing together: the sockets, the open stories, and the log of their changes. */
export interface Sync {
  /** Takes an HTTP upgrade for /collab/{storyId}; the caller has checked nothing. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Writes the first state of a story inside the caller's transaction (a snapshot row), before anyone can join. The story's
   * row is there already; the client ids of the update belong to whoever made the story.
   */
  seed(trx: Transaction<Schema>, story: StoryId, epoch: string, update: Uint8Array): Promise<void>;
  /**
   * A copy of the committed document: everything acknowledged up to now is in it. The caller destroys it.
   * Failure `notFound` or `sync.unavailable`.
   */
  read(story: StoryId): Promise<Y.Doc>;
  /**
   * One edit by the server on behalf of a person: `work` changes a copy of the current document and may write rows through
   * `trx`; the update and the rows commit in one transaction, then the update is relayed to everybody. `work` throwing
   * rolls back everything and passes through. A `work` that changes nothing in the document just commits its rows.
   * Edits of one story work one behind the other. Failure `notFound`, `story.rebuilt` or `sync.unavailable`.
   */
  edit<T>(
    story: StoryId,
    person: Person,
    work: (doc: Y.Doc, trx: Transaction<Schema>) => Promise<T>,
  ): Promise<T>;
  /** Tells our own clients (never stock ones) on this story that something beside the text changed: read it again. */
  announce(story: StoryId, topic: StoryTopic): void;
  /**
   * Reads the access of open sockets again; those for whom it has changed close with 1012, and the new
   * upgrade decides. `notifyAccess` inside the changing transaction does this on every node.
   */
  recheck(scope: AccessScope): Promise<void>;
  /** Closes all sockets with 1012 and waits until everything that was accepted is durable or given up. */
  close(): Promise<void>;
}

export interface SyncOptions {
  store: Pick<Store, 'db' | 'connection' | 'embedded'>;
  /** Who is behind this upgrade (session cookie or token), or null. Asked again whenever access is read again. */
  identify(request: IncomingMessage): Promise<Identity | null>;
  /** Origin rules of cookie requests, decided by the caller. */
  originAllowed(request: IncomingMessage): boolean;
  /** What this person may do with that story: 'none' is closed with 4404. */
  access: HubOptions['access'];
  /** After commits: which stories changed, by whom (debounced by the caller). */
  onCommitted?(story: StoryId, person: PersonId): void;
  log: pino.Logger;
  limits?: Partial<SyncLimits>;
}

export function createSync(options: SyncOptions): Sync {
  const { store, log: logger, identify, originAllowed, access } = options;
  const { db, connection } = store;
  const limits = { ...syncLimits, ...options.limits };
  const node = randomUUID();
  // The log has connections of its own: a keystroke never waits behind a slow page for one of the pool's.
  const logDb = connectPool(connection, 4, (line) => logger.warn(line));
  const tail = new Tail({ db: logDb, node });
  const follow = (followed: readonly Room[]) =>
    tail.catchUp(followed).catch((error: unknown) => {
      logger.warn({ err: error }, 'what other nodes have written could not be read');
    });
  const bus: Bus = new Bus({
    db: logDb,
    connection,
    node,
    alone: store.embedded,
    events: {
      access: (scope) => void hub.recheck(scope),
      rows: (stories) => void follow(stories.flatMap((story) => rooms.open(story) ?? [])),
      presence: (story, states) => rooms.open(story)?.hearElsewhere(states),
      presenceAsked: (story) => tellPresence(rooms.open(story), true),
      news: (story, topic) => rooms.open(story)?.announce(topic),
      missed() {
        void hub.recheck('all');
        if (!store.embedded) void follow(rooms.all());
      },
    },
    logger,
  });
  const log = new Log({ db: logDb, node, limits, tell: (trx, stories) => bus.tellRows(trx, stories) });
  const rooms: Rooms = new Rooms({
    db,
    log,
    limits,
    logger,
    committed: (story, person) => options.onCommitted?.(story, person),
    opened(room) {
      if (store.embedded) return;
      bus.askPresence(room.story);
      // A wake-up between the reading of the document and now found no room to wake.
      void follow([room]);
    },
    moved: (room) => presence.soon(room),
  });
  const catchUp = store.embedded ? null : (room: Room) => tail.catchUp([room]);
  const hub: Hub = new Hub({ db, rooms, limits, logger, identify, originAllowed, access, catchUp });
  const tellPresence = (room: Room | null, everything = false) =>
    room?.presence.toTell(everything).forEach((states) => bus.tellPresence(room.story, states));
  const presence = new Presently(limits.presenceMs, (room: Room) => tellPresence(room));
  // A wake-up may be lost; the log is read anyway, and who was on a node that died is forgotten.
  const round = setInterval(() => {
    if (store.embedded) return;
    void follow(rooms.all());
    rooms.all().forEach((room) => room.forgetElsewhere(Date.now() - limits.absentMs));
  }, limits.followMs);
  round.unref();

  const notFound = () => new Failure('notFound', 'This story is not there.');
  const asUnavailable = (cause: unknown): never => {
    throw unavailable(cause);
  };

  /** The story's room, open until the work is done. */
  async function inRoom<T>(story: StoryId, work: (room: Room) => Promise<T>): Promise<T> {
    const room = await rooms.hold(story).catch(asUnavailable);
    if (!room) throw notFound();
    try {
      return await work(room);
    } finally {
      rooms.release(room);
    }
  }

  return {
    upgrade: (request, socket, head) => hub.upgrade(request, socket, head),
    seed: writeSeed,
    async read(story) {
      if (rooms.isKnown(story)) {
        return inRoom(story, async (room) => {
          await catchUp?.(room).catch(asUnavailable);
          return room.copy().catch(asUnavailable);
        });
      }
      const stored = await readStored(db, story).catch(asUnavailable);
      if (!stored) throw notFound();
      return stored.doc;
    },
    edit: (story, person, work) =>
      inRoom(story, async (room) => {
        const ground = { db, log, room, catchUp: async () => catchUp?.(room) };
        const { result, update } = await editInRoom(ground, person, work);
        if (update && room.isOpen) room.adopt(update, person.id);
        else if (update) await rooms.adopt(story, update, person.id);
        return result;
      }),
    announce(story, topic) {
      rooms.open(story)?.announce(topic);
      bus.tellNews(story, topic);
    },
    recheck: (scope) => hub.recheck(scope),
    async close() {
      clearInterval(round);
      hub.close();
      await bus.close();
      await log.idle();
      await rooms.close();
      presence.stop();
      await logDb.destroy();
    },
  };
}
