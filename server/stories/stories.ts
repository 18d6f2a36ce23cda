import type pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { countWords, plainText, readDocument, seedUpdate, textHash, type StoryDocument } from '#document';
import {
  Failure,
  storyId,
  type changeStory,
  type createStory,
  type Person,
  type StoryAccess,
  type StoryId,
  type StoryKind,
  type StoryReply,
} from '#protocol';
import type { Db } from '#server/store';
import type { Sync } from '#server/sync';
import { shortId } from './shortId';

/** Stories: making them, listing them, reading their text. What they say lives in the document (sync); this is what is around it. */
export interface Stories {
  create(person: Person, request: z.infer<typeof createStory>): Promise<StoryReply>;
  list(): Promise<StoryReply[]>;
  /** Failure `notFound` where there is no such story. */
  get(id: StoryId): Promise<StoryReply>;
  /** What `may` needs to know; null where there is no such story. */
  access(id: StoryId): Promise<StoryAccess | null>;
  change(id: StoryId, change: z.infer<typeof changeStory>): Promise<StoryReply>;
  /** The committed document, and its text with the hash that offsets refer to. */
  read(id: StoryId): Promise<{ kind: StoryKind; document: StoryDocument; text: string; textHash: string }>;
  /** Called after commits; the headline and word count of the lists follow within a second or two. */
  touched(id: StoryId): void;
  close(): Promise<void>;
}

const REFRESH_MS = 1000;

export function createStories(options: { db: Db; sync(): Sync; host: string; log: pino.Logger }): Stories {
  const { db, log } = options;
  const due = new Map<StoryId, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();

  const selectStories = () =>
    db
      .selectFrom('story')
      .selectAll('story')
      .select((eb) => [
        eb
          .selectFrom('publish_job')
          .whereRef('publish_job.story_id', '=', 'story.id')
          .where('publish_job.state', '!=', 'superseded')
          .select('publish_job.state')
          .orderBy('publish_job.created_at', 'desc')
          .limit(1)
          .as('last_job'),
      ])
      .orderBy('updated_at', 'desc');

  async function replies(
    rows: Awaited<ReturnType<ReturnType<typeof selectStories>['execute']>>,
  ): Promise<StoryReply[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const authors = await db
      .selectFrom('story_author')
      .innerJoin('person', 'person.id', 'story_author.person_id')
      .select(['story_author.story_id', 'person.id', 'person.name', 'person.colour'])
      .where('story_author.story_id', 'in', ids)
      .orderBy('story_author.since')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      shortId: row.short_id,
      uri: row.uri,
      headline: row.headline,
      kind: row.kind,
      status: statusOf(row.last_job),
      epoch: row.epoch,
      wordCount: row.word_count,
      authors: authors
        .filter((a) => a.story_id === row.id)
        .map(({ id, name, colour }) => ({ id, name, colour })),
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    }));
  }

  async function get(id: StoryId): Promise<StoryReply> {
    const [reply] = await replies(await selectStories().where('story.id', '=', id).execute());
    if (!reply) throw new Failure('notFound', 'There is no such story.');
    return reply;
  }

  async function refresh(id: StoryId): Promise<void> {
    const document = readDocument(await options.sync().read(id));
    const headline = document.headline.slice(0, 400);
    await db
      .updateTable('story')
      .set({ headline, word_count: countWords(plainText(document)), updated_at: new Date() })
      .where('id', '=', id)
      .execute();
    options.sync().announce(id, 'story');
  }

  return {
    async create(person, { headline, kind, text }) {
      const id = storyId.parse(uuidv7());
      const epoch = randomUUID();
      const short = shortId();
      const paragraphs = paragraphsOf(text ?? '');
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('story')
          .values({
            id,
            short_id: short,
            uri: `tag:${options.host},${new Date().getUTCFullYear()}:${id}`,
            kind,
            epoch,
            headline,
            word_count: countWords([headline, ...paragraphs].join(' ')),
            created_by: person.id,
          })
          .execute();
        await trx.insertInto('story_author').values({ story_id: id, person_id: person.id }).execute();
        await options.sync().seed(trx, id, epoch, seedUpdate({ headline, byline: '', paragraphs }));
      });
      return get(id);
    },

    list: async () => replies(await selectStories().limit(500).execute()),
    get,

    async access(id) {
      const row = await db.selectFrom('story').select('access').where('id', '=', id).executeTakeFirst();
      return row ?? null;
    },

    async change(id, { kind }) {
      if (kind) await db.updateTable('story').set({ kind }).where('id', '=', id).execute();
      options.sync().announce(id, 'story');
      return get(id);
    },

    async read(id) {
      const { kind } = await get(id);
      const document = readDocument(await options.sync().read(id));
      const text = plainText(document);
      return { kind, document, text, textHash: textHash(text) };
    },

    touched(id) {
      if (due.has(id)) return;
      const timer = setTimeout(() => {
        due.delete(id);
        const work = refresh(id)
          .catch((error: unknown) =>
            log.warn({ err: error, story: id }, 'could not refresh the headline of a story'),
          )
          .finally(() => running.delete(work));
        running.add(work);
      }, REFRESH_MS);
      timer.unref();
      due.set(id, timer);
    },

    async close() {
      for (const timer of due.values()) clearTimeout(timer);
      const left = [...due.keys()];
      due.clear();
      await Promise.allSettled([...running, ...left.map(refresh)]);
    },
  };
}

/** A pasted or posted plain text: paragraphs at blank lines; single newlines inside one become spaces. */
function paragraphsOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n+/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .filter(Boolean);
}

function statusOf(job: string | null): StoryReply['status'] {
  switch (job) {
    case null:
      return 'draft';
    case 'done':
      return 'published';
    case 'failed':
    case 'conflict':
      return 'failed';
    default:
      return 'publishing';
  }
}
