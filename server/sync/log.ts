import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { StoryId } from '#protocol';
import type { Schema } from '#server/store';
import { ForeignClient, writeRows, type Row } from './row';

/** Why a change did not become durable. */
export type Loss = { is: 'rebuilt' } | { is: 'later'; cause: unknown };

/** A row and the one who waits for it. Each entry hears exactly one of the two, entries of a story in their order. */
export interface Entry extends Row {
  durable(): void;
  /** The entry is not written, as far as can be known. Everything behind it of the same story is dropped with it. */
  lost(loss: Loss): void;
  /** It was given up for lost, and the database took it after all. */
  late(): void;
}

interface LogOptions {
  /** random, and new in every process */
  node: string;
  db: Kysely<Schema>;
  limits: { queueBytes: number; queueMs: number; gatherMs: number };
  /** Called inside each transaction with the stories that it writes to. */
  tell(trx: Transaction<Schema>, stories: readonly StoryId[]): Promise<void>;
}

type Outcome = { is: 'written'; outdated: Set<Entry> } | { is: 'failed'; cause: unknown };

/**
 * The one writer queue of a node. Changes of all stories gather for a few milliseconds and are committed together; only
 * then do those who wait hear of it. A commit whose outcome is unknown is sent again, and the row's number within
 * this process makes that harmless. `node` is new in every process: an old one would swallow a restarted node's rows.
 */
export class Log {
  #seq = 0;
  #queue: { entry: Entry; since: number }[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | null = null;

  constructor(private readonly options: LogOptions) {}

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** False when so much waits for the database already that this has to be sent again later. */
  hasRoom(bytes: number): boolean {
    return this.#waitingBytes === 0 || this.#waitingBytes + bytes <= this.options.limits.queueBytes;
  }

  append(entry: Entry): void {
    this.#queue.push({ entry, since: Date.now() });
    this.#waitingBytes += entry.bytes.length;
    this.#running ??= this.#run();
  }

  /** Writes rows inside a transaction of somebody else, as `writeRows` does, and tells the other nodes. */
  async write<R extends Row>(trx: Transaction<Schema>, rows: readonly R[]): Promise<R[]> {
    const outdated = await writeRows(trx, this.options.node, rows);
    const stories = new Set(rows.filter((row) => !outdated.includes(row)).map((row) => row.story));
    if (stories.size > 0) await this.options.tell(trx, [...stories]);
    return outdated;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await wait(this.options.limits.gatherMs);
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      await this.#settle(
        batch.map(({ entry }) => entry),
        (batch[0]?.since ?? Date.now()) + this.options.limits.queueMs,
      );
    }
    this.#running = null;
  }

  /** Commits a batch, again and again while the database is away, until its oldest change has waited too long. */
  async #settle(batch: readonly Entry[], deadline: number): Promise<void> {
    for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
      const outcome = await this.#attempt(batch, deadline);
      if (outcome.is === 'written') {
        for (const entry of batch) {
          if (outcome.outdated.has(entry)) this.#lose([entry], { is: 'rebuilt' });
          else this.#land(entry);
        }
        return;
      }
      if (isOfTheData(outcome.cause)) {
        const stories = new Set(batch.map((entry) => entry.story));
        if (stories.size === 1) return this.#lose(batch, { is: 'later', cause: outcome.cause });
        for (const story of stories) {
          await this.#settle(
            batch.filter((entry) => entry.story === story),
            deadline,
          );
        }
        return;
      }
      if (Date.now() + pause >= deadline) return this.#lose(batch, { is: 'later', cause: outcome.cause });
      await wait(pause);
    }
  }

  /** One try, which ends at the deadline even where the database never answers. */
  async #attempt(batch: readonly Entry[], deadline: number): Promise<Outcome> {
    const writing = this.#commit(batch).then(
      (outdated): Outcome => ({ is: 'written', outdated: new Set(outdated) }),
      (cause: unknown): Outcome => ({ is: 'failed', cause }),
    );
    const clock = new AbortController();
    const late = wait(Math.max(0, deadline - Date.now()), null, { signal: clock.signal }).catch(() => null);
    const first = await Promise.race([writing, late]);
    clock.abort();
    if (first) return first;
    void writing.then((outcome) => {
      if (outcome.is !== 'written') return;
      for (const entry of batch) if (!outcome.outdated.has(entry)) entry.late();
    });
    return { is: 'failed', cause: new Error('the database did not answer in time') };
  }

  #commit(batch: readonly Entry[]): Promise<Entry[]> {
    return this.options.db.transaction().execute(async (trx) => {
      await sql`select set_config('synchronous_commit', 'on', true), set_config('lock_timeout', '3s', true)`.execute(
        trx,
      );
      return this.write(trx, batch);
    });
  }

  #land(entry: Entry): void {
    this.#waitingBytes -= entry.bytes.length;
    entry.durable();
  }

  #lose(entries: readonly Entry[], loss: Loss): void {
    const stories = new Set(entries.map((entry) => entry.story));
    // What is behind a lost change builds on it: none of it may land.
    const behind = this.#queue.filter(({ entry }) => stories.has(entry.story)).map(({ entry }) => entry);
    this.#queue = this.#queue.filter(({ entry }) => !stories.has(entry.story));
    for (const entry of [...entries, ...behind]) {
      this.#waitingBytes -= entry.bytes.length;
      entry.lost(loss);
    }
  }
}

/** SQLSTATE classes that another try cannot mend: bad data, broken rules, unknown tables; and a story that stays locked. */
const hopeless = /^(21|22|23|42)|^55P03$/;

function isOfTheData(cause: unknown): boolean {
  if (cause instanceof ForeignClient) return true;
  return cause instanceof Error && 'code' in cause && hopeless.test(String(cause.code));
}
