import type { Kysely } from 'kysely';
import type pino from 'pino';
import type { PersonId, StoryId } from '#protocol';
import type { Schema } from '#server/store';
import { compact } from './compaction';
import type { SyncLimits } from './limits';
import type { Log } from './log';
import { Room } from './room';
import { readStored } from './stored';

/** A story's place in memory. `holds` counts those who need the room beside its members: a socket that is arriving, an edit. */
type Slot =
  | { is: 'loading'; room: Promise<Room | null> }
  | { is: 'open'; room: Room; holds: number; grace: NodeJS.Timeout | null; folding: Promise<void> | null };
type Open = Slot & { is: 'open' };

interface RoomsOptions {
  db: Kysely<Schema>;
  log: Log;
  limits: SyncLimits;
  logger: pino.Logger;
  committed(story: StoryId, person: PersonId): void;
  /** A room has been loaded. */
  opened(room: Room): void;
  moved(room: Room): void;
}

/** The rooms of this node: loaded when somebody comes, unloaded some time after the last has gone, never before all is durable. */
export class Rooms {
  readonly #slots = new Map<StoryId, Slot>();

  constructor(private readonly options: RoomsOptions) {}

  /** Opens the story's room and keeps it open until `release`. Null: there is no such story. Rejects where it cannot be read. */
  async hold(story: StoryId): Promise<Room | null> {
    for (;;) {
      const slot = this.#slots.get(story) ?? this.#load(story);
      const room = slot.is === 'open' ? slot.room : await slot.room;
      if (!room) return null;
      const open = this.#openSlot(room);
      if (!open) continue; // It failed while we waited: load anew.
      open.holds += 1;
      if (open.grace) clearTimeout(open.grace);
      open.grace = null;
      return room;
    }
  }

  release(room: Room): void {
    const slot = this.#openSlot(room);
    if (!slot) return;
    slot.holds -= 1;
    this.#restIfEmpty(slot);
  }

  /** The room, if the story is open here. */
  open(story: StoryId): Room | null {
    const slot = this.#slots.get(story);
    return slot?.is === 'open' ? slot.room : null;
  }

  isKnown(story: StoryId): boolean {
    return this.#slots.has(story);
  }

  all(): Room[] {
    return [...this.#slots.values()].flatMap((slot) => (slot.is === 'open' ? [slot.room] : []));
  }

  /** Fails the rooms whose story was rebuilt or is gone. */
  async checkEpochs(rooms: readonly Room[]): Promise<void> {
    if (rooms.length === 0) return;
    const stories = await this.options.db
      .selectFrom('story')
      .select(['id', 'epoch'])
      .where(
        'id',
        'in',
        rooms.map((room) => room.story),
      )
      .execute();
    const epochs = new Map(stories.map(({ id, epoch }) => [id, epoch]));
    for (const room of rooms) {
      const epoch = epochs.get(room.story);
      if (epoch !== room.epoch) room.fail(epoch === undefined ? 'notFound' : 'rebuilt');
    }
  }

  /** Closes every room for good, after what is under way has become durable or was lost. */
  async close(): Promise<void> {
    for (const slot of [...this.#slots.values()]) {
      const room = slot.is === 'open' ? slot.room : await slot.room.catch(() => null);
      await room?.settled().catch(() => {});
      const open = room && this.#openSlot(room);
      if (!open) continue;
      if (open.grace) clearTimeout(open.grace);
      await open.folding;
      this.#forget(open);
    }
  }

  #load(story: StoryId): Slot {
    const room = this.#read(story);
    const slot: Slot = { is: 'loading', room };
    this.#slots.set(story, slot);
    room.catch(() => this.#slots.delete(story));
    return slot;
  }

  async #read(story: StoryId): Promise<Room | null> {
    const { db, log, limits, logger, committed } = this.options;
    const stored = await readStored(db, story);
    if (!stored) {
      this.#slots.delete(story);
      return null;
    }
    if (stored.hole) logger.error({ story }, 'the log of this story has a hole');
    const room: Room = new Room({
      story,
      stored,
      log,
      limits,
      logger,
      committed: (person) => {
        committed(story, person);
        if (room.rows >= limits.compactRows) void this.#fold(room);
      },
      failed: () => {
        const slot = this.#openSlot(room);
        if (slot?.grace) clearTimeout(slot.grace);
        if (slot) this.#slots.delete(story);
      },
      moved: () => this.options.moved(room),
      late: (update, person) => void this.adopt(story, update, person),
    });
    this.#slots.set(story, { is: 'open', room, holds: 0, grace: null, folding: null });
    this.options.opened(room);
    return room;
  }

  /** Takes in a change that landed after its room had failed: the room that was loaded since may have been read before it. */
  async adopt(story: StoryId, update: Uint8Array, person: PersonId): Promise<void> {
    if (!this.isKnown(story)) return this.options.committed(story, person);
    try {
      const room = await this.hold(story);
      if (!room) return;
      room.adopt(update, person);
      this.release(room);
    } catch (error) {
      this.options.logger.warn({ err: error, story }, 'a late change waits in the log for the next load');
    }
  }

  #openSlot(room: Room): Open | null {
    const slot = this.#slots.get(room.story);
    return slot?.is === 'open' && slot.room === room ? slot : null;
  }

  /** To be called when a member has left. */
  rest(room: Room): void {
    const slot = this.#openSlot(room);
    if (slot) this.#restIfEmpty(slot);
  }

  #restIfEmpty(slot: Open): void {
    if (slot.holds > 0 || slot.room.members.size > 0 || slot.grace) return;
    slot.grace = setTimeout(() => void this.#unload(slot), this.options.limits.graceMs);
    slot.grace.unref();
  }

  async #unload(slot: Open): Promise<void> {
    const { room } = slot;
    slot.grace = null;
    await room.settled().catch(() => {});
    if (room.rows > 0) await this.#fold(room);
    if (slot.holds === 0 && room.members.size === 0 && !slot.grace && this.#openSlot(room))
      this.#forget(slot);
  }

  #forget(slot: Open): void {
    this.#slots.delete(slot.room.story);
    slot.room.destroy();
  }

  /** Compacts the story's log, one run at a time. That it fails costs nothing but a longer load. */
  #fold(room: Room): Promise<void> {
    const slot = this.#openSlot(room);
    if (!slot || room.hole) return Promise.resolve();
    slot.folding ??= compact(this.options.db, room.story)
      .then(
        (compacted) => room.folded(compacted),
        (error: unknown) => this.options.logger.warn({ err: error, story: room.story }, 'compaction failed'),
      )
      .finally(() => {
        slot.folding = null;
      });
    return slot.folding;
  }
}
