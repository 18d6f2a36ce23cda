import type pino from 'pino';
import * as Y from 'yjs';
import type { CloseName, Person, PersonId, StoryId, StoryTopic } from '#protocol';
import { Authorship } from './authorship';
import type { Compacted } from './compaction';
import { frame } from './frame';
import type { SyncLimits } from './limits';
import type { Entry, Log, Loss } from './log';
import { Presence, type Seat } from './presence';
import type { Stored } from './stored';
import type { Follower, News as LogNews, Position } from './tail';
import { UnderWay, type Waiter } from './under-way';
import { newsOf, parseUpdate, takeIn, takeInAll, type News, type Parsed } from './update';

/** What a room needs of a connection. */
export interface Member extends Seat {
  readonly person: Person;
  /** our own editor, not a stock client */
  readonly ours: boolean;
  send(bytes: Uint8Array): void;
  close(name: CloseName): void;
}

/** What became of a change that a member sent. */
export type Verdict =
  | { is: 'taken' }
  /** It builds on something that has not come: of the sender's own ids, or of another's. What could be taken in was. */
  | { is: 'gap'; own: boolean }
  | { is: 'forged'; client: number }
  /** It carries a client id that this node has never seen: another node may know whose it is. */
  | { is: 'strange' }
  | { is: 'malformed'; cause: unknown }
  /** Too much waits for the database. */
  | { is: 'busy' }
  /** The story has grown to its limit. */
  | { is: 'full' };

interface RoomOptions {
  story: StoryId;
  stored: Stored;
  log: Log;
  limits: SyncLimits;
  logger: pino.Logger;
  committed(person: PersonId): void;
  /** The room has failed and closed its members: the next one to come loads anew. */
  failed(): void;
  /** A change that was given up for lost has landed after all: whoever holds the story now should take it in. */
  late(update: Uint8Array, person: PersonId): void;
  /** Somebody's presence has changed here: `presence.toTell()` says what. */
  moved(): void;
}

/**
 * One story that is open. Its document runs ahead of the database by what is being committed, and nothing of that leaves the
 * room: relays, answers to joins and acknowledgements all wait in the order in which the changes were accepted. So a
 * change is on its way into the log before anybody sees it, and a change that cannot be saved takes the room down with it.
 */
export class Room implements Follower {
  readonly story: StoryId;
  readonly epoch: string;
  readonly members = new Set<Member>();
  readonly presence: Presence;
  readonly authorship: Authorship;
  readonly hole: boolean;
  /** rows in the log that are in no snapshot yet, as far as this node has seen */
  rows: number;
  position: Position;
  readonly #doc: Y.Doc;
  #bytes: number;
  #failed = false;
  readonly #underWay = new UnderWay();
  #edits: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RoomOptions) {
    const { stored } = options;
    this.story = options.story;
    this.epoch = stored.epoch;
    this.#doc = stored.doc;
    this.authorship = new Authorship(stored.owners, stored.authors);
    this.rows = stored.rows;
    this.position = stored.position;
    this.#bytes = stored.bytes;
    this.hole = stored.hole;
    this.presence = new Presence(options.limits);
  }

  get isOpen(): boolean {
    return !this.#failed;
  }

  /** The clocks of everything accepted so far: for asking a client what it has beyond. */
  vector(): Uint8Array {
    return Y.encodeStateVector(this.#doc);
  }

  /** Answers a client's first step with what it lacks. It leaves when all of it is durable. */
  join(vector: Uint8Array, send: (answer: Uint8Array) => void): void {
    const answer = frame.step2(Y.encodeStateAsUpdate(this.#doc, vector));
    this.after({ durable: () => send(answer), lost() {} });
  }

  /** Client ids of a state vector that this document has never seen. */
  strangers(vector: Uint8Array): number[] {
    return [...Y.decodeStateVector(vector).keys()].filter((client) => !this.#doc.store.clients.has(client));
  }

  /** True where a change would add or delete anything. Throws on a change that cannot be read. */
  wouldChange(update: Uint8Array): boolean {
    const news = newsOf(this.#doc, parseUpdate(update));
    return news.clients.size > 0 || news.deletes;
  }

  /**
   * Checks a change, takes it into the document and puts what is new of it into the log.
   *
   * @param upToDate false where other nodes may have written what has not been read yet
   */
  accept(member: Member, update: Uint8Array, upToDate: boolean): Verdict {
    const { limits, log } = this.options;
    let parsed: Parsed;
    try {
      parsed = parseUpdate(update);
    } catch (cause) {
      return { is: 'malformed', cause };
    }
    const news = newsOf(this.#doc, parsed);
    if (news.clients.size === 0 && !news.deletes) return { is: 'taken' };
    if (!upToDate && [...news.clients].some((client) => !this.authorship.knows(client)))
      return { is: 'strange' };
    const forged = [...news.clients].find((client) => !this.authorship.mayUse(member.person.id, client));
    if (forged !== undefined) return { is: 'forged', client: forged };
    if (this.#bytes + update.length > limits.documentBytes) return { is: 'full' };
    if (!log.hasRoom(update.length)) return { is: 'busy' };
    try {
      const { fresh, missing } = takeIn(this.#doc, update, parsed);
      if (fresh) this.#append(member, fresh, news);
      if (missing.size === 0) return { is: 'taken' };
      return {
        is: 'gap',
        own: [...missing].some((client) => this.authorship.mayUse(member.person.id, client)),
      };
    } catch (cause) {
      // `parseUpdate` refuses what trips Yjs half-way. Should it ever miss a case, this copy of the document is in doubt.
      this.fail('restart');
      return { is: 'malformed', cause };
    }
  }

  /** Calls back when all that was accepted so far is durable: at once, where nothing is under way. */
  after(waiter: Waiter): void {
    if (this.#failed) return waiter.lost();
    this.#underWay.after(waiter);
  }

  /** Resolves when all that was accepted so far is durable; rejects if it was lost. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.after({ durable: resolve, lost: () => reject(new Error('the room has failed')) });
    });
  }

  /** A copy of the document as it is now, once all of it is durable. */
  async copy(): Promise<Y.Doc> {
    const state = Y.encodeStateAsUpdate(this.#doc);
    await this.settled();
    const copy = new Y.Doc();
    Y.applyUpdate(copy, state);
    return copy;
  }

  /** Server edits of one story work one behind the other: each sees what the one before it did. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#edits.then(work, work);
    this.#edits = turn.catch(() => {});
    return turn;
  }

  /** Takes in a change that is committed already, and relays it. */
  adopt(update: Uint8Array, person: PersonId): void {
    if (this.#failed) return;
    const parsed = parseUpdate(update);
    this.authorship.claim(person, newsOf(this.#doc, parsed).clients);
    const { fresh } = takeIn(this.#doc, update, parsed);
    this.rows += 1;
    this.#bytes += update.length;
    if (!fresh) return;
    this.#relay(fresh, null);
    this.options.committed(person);
  }

  /** Takes in what other nodes have written, and relays it. They have told their own people already. */
  follow({ position, updates, owners }: LogNews): void {
    if (this.#failed) return;
    this.position = position;
    this.authorship.learn(owners);
    if (updates.length === 0) return;
    const { fresh, hole } = takeInAll(this.#doc, updates);
    if (fresh) this.#relay(fresh, null);
    if (hole) {
      this.options.logger.error(
        { story: this.story },
        'what another node has written builds on something else',
      );
      this.fail('restart');
    }
  }

  /** The log was folded into the snapshot. Our own compaction hides nothing from us, if it was the only one. */
  folded({ moved, generation, bytes }: Compacted): void {
    // Where a hole kept it from folding, it is tried again after as many rows more, not after each.
    this.rows = moved === 0 ? 0 : Math.max(0, this.rows - moved);
    if (moved === 0) return;
    this.#bytes = bytes;
    if (BigInt(generation) === BigInt(this.position.generation) + 1n) {
      this.position = { ...this.position, generation };
    }
  }

  hearElsewhere(states: Uint8Array): void {
    const heard = this.presence.receiveElsewhere(states, Date.now());
    if (heard) this.#broadcast(frame.awareness(heard));
  }

  forgetElsewhere(before: number): void {
    const heard = this.presence.forgetElsewhere(before);
    if (heard) this.#broadcast(frame.awareness(heard));
  }

  /** Takes in what a member says of itself; false where it said nothing new. */
  hear(member: Member, states: Uint8Array): boolean {
    const heard = this.presence.receive(member, states);
    if (!heard) return false;
    this.#broadcast(frame.awareness(heard));
    this.options.moved();
    return true;
  }

  leave(member: Member): void {
    this.members.delete(member);
    const heard = this.presence.leave(member);
    if (!heard) return;
    this.#broadcast(frame.awareness(heard));
    this.options.moved();
  }

  announce(topic: StoryTopic): void {
    const bytes = frame.changed(topic);
    for (const member of this.members) if (member.ours) member.send(bytes);
  }

  /** Closes everybody and never writes again. What is under way may still land, but nobody is told so. */
  fail(name: CloseName): void {
    if (this.#failed) return;
    this.#failed = true;
    this.options.failed();
    for (const member of [...this.members]) member.close(name);
    this.#underWay.lost();
  }

  /** Forgets the document. Only for a room that is empty and settled. */
  destroy(): void {
    this.#failed = true;
    this.#underWay.lost();
    this.#doc.destroy();
  }

  #append(member: Member, fresh: Uint8Array, news: News): void {
    const { log, story, logger } = this.options;
    const person = member.person.id;
    this.rows += 1;
    this.#bytes += fresh.length;
    const entry: Entry = {
      story,
      epoch: this.epoch,
      seq: log.nextSeq(),
      person,
      bytes: fresh,
      ...this.authorship.enter(person, news),
      durable: () => {
        const waiters = this.#underWay.landed();
        if (this.#failed) return this.options.late(fresh, person);
        try {
          this.#relay(fresh, member);
          for (const waiter of waiters) waiter.durable();
          this.options.committed(person);
        } catch (error) {
          logger.error({ err: error, story }, 'telling of a saved change failed');
          this.fail('restart');
        }
      },
      lost: (loss: Loss) => {
        if (loss.is === 'later') logger.error({ err: loss.cause, story }, 'a change could not be saved');
        this.fail(loss.is);
      },
      late: () => this.options.late(fresh, person),
    };
    this.#underWay.add();
    log.append(entry);
  }

  #relay(update: Uint8Array, except: Member | null): void {
    const bytes = frame.update(update);
    for (const member of this.members) if (member !== except) member.send(bytes);
  }

  #broadcast(bytes: Uint8Array): void {
    for (const member of this.members) member.send(bytes);
  }
}
