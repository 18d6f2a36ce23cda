import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import type pino from 'pino';
import { z } from 'zod';
import { personId, storyId } from '#protocol';
import type { Schema } from '#server/store';

const channel = 'onrecord_access';

/** Whose access has changed: one person's everywhere, everybody's to one story, or nobody knows. */
const accessScope = z.union([
  z.strictObject({ person: personId }),
  z.strictObject({ story: storyId }),
  z.literal('all'),
]);
export type AccessScope = z.infer<typeof accessScope>;

/**
 * To be called inside the transaction that changes what somebody may do (role, password, session, account, story): every
 * node, also the only one, hears of it when that commits, and asks again whether open sockets may stay. So a change
 * from the command line bites as one from a page does.
 */
export async function notifyAccess(trx: Kysely<Schema>, scope: AccessScope): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(scope)})`.execute(trx);
}

interface ListenerOptions {
  connection: pg.ClientConfig;
  changed(scope: AccessScope): void;
  logger: pino.Logger;
}

/** Hears what `notifyAccess` tells, over a connection of its own. What it may have missed while cut off, it asks anew. */
export class AccessListener {
  #client: pg.Client | null = null;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;

  constructor(private readonly options: ListenerOptions) {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let pause = 100; !signal.aborted; pause = Math.min(pause * 2, 5_000)) {
      try {
        await this.#listen(() => {
          pause = 100;
          this.options.changed('all');
        });
      } catch (error) {
        if (!signal.aborted) this.options.logger.warn({ err: error }, 'cut off from news of access');
      }
      await wait(pause, null, { signal }).catch(() => {});
    }
  }

  /** Listens until the connection ends; rejects if it broke. */
  async #listen(listening: () => void): Promise<void> {
    const client = new pg.Client({ ...this.options.connection, keepAlive: true });
    this.#client = client;
    const ended = new Promise<void>((resolve, reject) => {
      client.once('end', resolve);
      client.on('error', reject);
    });
    // Heard below; a connection that breaks while it is being made rejects there first.
    ended.catch(() => {});
    client.on('notification', ({ payload }) => {
      const scope = accessScope.safeParse(parsed(payload));
      // What cannot be read may have been about anybody.
      this.options.changed(scope.success ? scope.data : 'all');
    });
    await client.connect();
    if (this.#closing.signal.aborted) return client.end();
    await client.query(`listen ${channel}`);
    listening();
    await ended;
  }
}

function parsed(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return null;
  }
}
