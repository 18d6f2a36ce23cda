import { randomBytes, randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { plainText, versionHash, type StoryDocument } from '#document';
import {
  jobReply,
  personId,
  storyId,
  versionId,
  type DestinationId,
  type JobReply,
  type JobState,
  type Person,
  type Role,
  type StoryId,
} from '#protocol';
import { createOutbound, type Outbound } from '#server/outbound';
import { createSecrets } from '#server/secrets';
import type { Store } from '#server/store';
import { expect } from 'vitest';
import { createPublisher, type Log, type Publisher } from '../index';
import type { Schedule } from '../job';

/** Waits that a test can afford; the proportions are those of the real ones. */
export const quick: Partial<Schedule> = {
  lookups: [20, 40, 80, 160],
  retryBase: 20,
  retryCap: 200,
  attempts: 6,
  lease: 20_000,
  poll: 200,
  patience: 2_000,
};

/** A story, as the gate would hand it over. */
export type TestStory = { id: StoryId; shortId: string; uri: string };

export interface Newsroom {
  store: Store;
  publisher: Publisher;
  admin: Person;
  editor: Person;
  writer: Person;
  /** Stories of which a job has changed, in order. */
  changed: StoryId[];
  logged: string[];
  story(): Promise<TestStory>;
  /** Freezes a version and asks for its publication, in one transaction as the gate does. */
  publish(story: TestStory, document: StoryDocument, to: DestinationId[], key?: string): Promise<string>;
  /** Waits until the story's latest job, or the `nth` before it, is in one of these states. */
  settled(story: TestStory, states: JobState | JobState[], nth?: number): Promise<JobReply>;
  /** A second process on the same database. Not started. */
  another(schedule?: Partial<Schedule>, outbound?: Outbound): Publisher;
  close(): Promise<void>;
}

export async function openNewsroom(store: Store, schedule: Partial<Schedule> = quick): Promise<Newsroom> {
  const changed: StoryId[] = [];
  const logged: string[] = [];
  const secrets = createSecrets(randomBytes(32));
  const started: Publisher[] = [];
  const write = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: write, warn: write, error: write };
  const another = (waits = schedule, outbound = createOutbound({ timeout: 5_000 })) => {
    const publisher = createPublisher({
      store,
      secrets,
      outbound,
      onChanged: (story) => changed.push(story),
      log,
      schedule: { ...quick, ...waits },
    });
    started.push(publisher);
    return publisher;
  };
  const publisher = another();
  publisher.start();

  const seqs = new Map<StoryId, number>();
  const newsroom: Newsroom = {
    store,
    publisher,
    admin: await person(store, 'admin'),
    editor: await person(store, 'editor'),
    writer: await person(store, 'writer'),
    changed,
    logged,
    another,
    async story() {
      const id = storyId.parse(uuidv7());
      const shortId = randomBytes(4).toString('hex');
      const uri = `tag:news.example,2026:${id}`;
      await store.db
        .insertInto('story')
        .values({ id, short_id: shortId, uri, epoch: randomUUID(), created_by: newsroom.writer.id })
        .execute();
      return { id, shortId, uri };
    },
    async publish(story, document, to, key = randomUUID()) {
      const seq = (seqs.get(story.id) ?? 0) + 1;
      seqs.set(story.id, seq);
      const operation = await store.db.transaction().execute(async (trx) => {
        const version = versionId.parse(uuidv7());
        await trx
          .insertInto('version')
          .values({
            id: version,
            story_id: story.id,
            seq,
            document: JSON.stringify(document),
            text: plainText(document),
            hash: versionHash(document),
            reason: 'publish',
            created_by: newsroom.editor.id,
          })
          .execute();
        return publisher.enqueue(trx, {
          story,
          version: { id: version, seq, document },
          destinations: to,
          idempotencyKey: key,
          by: newsroom.editor,
        });
      });
      publisher.wake();
      return operation.operationId;
    },
    async settled(story, states, nth = 0) {
      const wanted = [states].flat();
      let job: JobReply | undefined;
      await expect
        .poll(
          async () => {
            job = (await publisher.jobs(story.id))[nth];
            return job?.state === undefined || wanted.includes(job.state)
              ? job?.state
              : `${job.state}: ${job.problem}`;
          },
          { timeout: 15_000, interval: 15 },
        )
        .toSatisfy((state: JobState) => wanted.includes(state));
      return jobReply.parse(job);
    },
    async close() {
      await Promise.all(started.map((each) => each.stop()));
    },
  };
  return newsroom;
}

async function person(store: Store, role: Role): Promise<Person> {
  const id = personId.parse(uuidv7());
  const made = { id, name: role, email: `${role}-${id}@example.test`, colour: '#336699' };
  await store.db
    .insertInto('person')
    .values({ ...made, roles: [role] })
    .execute();
  return { ...made, roles: [role] };
}
