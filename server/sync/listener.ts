import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type pino from 'pino';

interface ListenerOptions {
  connection: pg.ClientConfig;
  channels: readonly string[];
  heard(channel: string, payload: unknown): void;
  /** It listens, for the first time or again: what was told meanwhile was missed. */
  listening(): void;
  logger: pino.Logger;
}

/** Hears what other processes tell through the database, over a connection of its own that comes back by itself. */
export class Listener {
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
          this.options.listening();
        });
      } catch (error) {
        if (!signal.aborted) this.options.logger.warn({ err: error }, 'cut off from the other processes');
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
    client.on('notification', ({ channel, payload }) => this.options.heard(channel, parsed(payload)));
    await client.connect();
    if (this.#closing.signal.aborted) return client.end();
    for (const channel of this.options.channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
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
