import { sql, type Kysely } from 'kysely';
import type pg from 'pg';
import type pino from 'pino';
import { z } from 'zod';
import { storyId, storyTopics, type StoryId, type StoryTopic } from '#protocol';
import type { Schema } from '#server/store';
import { accessChannel, readScope, type AccessScope } from './access';
import { Listener } from './listener';

const rowsChannel = 'onrecord_rows';
const presenceChannel = 'onrecord_presence';
const newsChannel = 'onrecord_news';

const rowsMessage = z.object({ node: z.uuid(), stories: z.array(storyId) });
const presenceMessage = z.object({
  node: z.uuid(),
  story: storyId,
  /** what an awareness message holds, in base64; null asks for everybody who is on this story elsewhere */
  states: z.base64().nullable(),
});
const newsMessage = z.object({ node: z.uuid(), story: storyId, topic: z.enum(storyTopics) });

/** A payload of NOTIFY ends at 8,000 bytes. */
const payloadBytes = 7_500;
const storiesAPayload = 150;

/** What a node hears from the others. */
export interface BusEvents {
  access(scope: AccessScope): void;
  /** These stories have rows that another node wrote. */
  rows(stories: readonly StoryId[]): void;
  presence(story: StoryId, states: Uint8Array): void;
  /** Somebody has opened this story elsewhere and wants to know who is here. */
  presenceAsked(story: StoryId): void;
  news(story: StoryId, topic: StoryTopic): void;
  /** We may have missed anything. */
  missed(): void;
}

interface BusOptions {
  db: Kysely<Schema>;
  connection: pg.ClientConfig;
  node: string;
  /** One node by construction: only changes of access come from other processes. */
  alone: boolean;
  events: BusEvents;
  logger: pino.Logger;
}

/**
 * What the nodes of one newsroom tell each other, through the database that they share anyway. A message is a wake-up and may
 * be lost; what must not be lost is in tables.
 */
export class Bus {
  readonly #listener: Listener;

  constructor(private readonly options: BusOptions) {
    const { connection, alone, logger, events } = options;
    this.#listener = new Listener({
      connection,
      channels: alone ? [accessChannel] : [accessChannel, rowsChannel, presenceChannel, newsChannel],
      heard: (channel, payload) => this.#heard(channel, payload),
      listening: () => events.missed(),
      logger,
    });
  }

  /** Inside the transaction that writes rows: the others are woken when it commits. Never one message a keystroke. */
  async tellRows(trx: Kysely<Schema>, stories: readonly StoryId[]): Promise<void> {
    if (this.options.alone) return;
    for (let from = 0; from < stories.length; from += storiesAPayload) {
      const message = { node: this.options.node, stories: stories.slice(from, from + storiesAPayload) };
      await sql`select pg_notify(${rowsChannel}, ${JSON.stringify(message)})`.execute(trx);
    }
  }

  /** Tells who is here, in a message that `Presence.toTell` has cut to fit. */
  tellPresence(story: StoryId, states: Uint8Array): void {
    this.#tell(presenceChannel, { story, states: Buffer.from(states).toString('base64') });
  }

  askPresence(story: StoryId): void {
    this.#tell(presenceChannel, { story, states: null });
  }

  tellNews(story: StoryId, topic: StoryTopic): void {
    this.#tell(newsChannel, { story, topic });
  }

  async close(): Promise<void> {
    await this.#listener.close();
  }

  #tell(channel: string, message: Record<string, unknown>): void {
    const { alone, db, node, logger } = this.options;
    if (alone) return;
    const payload = JSON.stringify({ node, ...message });
    if (payload.length > payloadBytes) return;
    sql`select pg_notify(${channel}, ${payload})`
      .execute(db)
      .catch((error: unknown) => logger.debug({ err: error }, 'the other nodes could not be told'));
  }

  #heard(channel: string, payload: unknown): void {
    const { events, node, logger } = this.options;
    if (channel === accessChannel) return events.access(readScope(payload));
    try {
      switch (channel) {
        case rowsChannel: {
          const rows = rowsMessage.parse(payload);
          return rows.node === node ? undefined : events.rows(rows.stories);
        }
        case presenceChannel: {
          const { node: from, story, states } = presenceMessage.parse(payload);
          if (from === node) return;
          if (states === null) return events.presenceAsked(story);
          return events.presence(story, Uint8Array.from(Buffer.from(states, 'base64')));
        }
        case newsChannel: {
          const news = newsMessage.parse(payload);
          return news.node === node ? undefined : events.news(news.story, news.topic);
        }
      }
    } catch (error) {
      logger.warn({ err: error, channel }, 'a message of another node could not be read');
    }
  }
}
