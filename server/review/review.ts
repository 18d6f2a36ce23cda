import { uuidv7 } from 'uuidv7';
import { createAnalyser, type Analyser, type Analysis, type Policy } from '#attribution';
import { bodyNode, plainText, project, readDocument, textHash, type StoryDocument } from '#document';
import {
  Failure,
  versionId,
  type DestinationId,
  type GateReply,
  type JobReply,
  type Person,
  type StoryId,
  type VersionId,
} from '#protocol';
import { readClaims } from '#server/claims';
import type { Publisher } from '#server/publish';
import type { Sync } from '#server/sync';
import type { Db, Trx } from '#server/store';
import { judgeVersion } from './gate';

/** Review: what the engine says, what the gate says, and the one way to publication. */
export interface Review {
  /** The engine's result on the committed text; its offsets are into the text of `textHash`. */
  analysis(story: StoryId): Promise<Analysis & { textHash: string }>;
  /** A preview of the gate for this person. Nothing is frozen. */
  gate(person: Person, story: StoryId): Promise<GateReply>;
  /**
   * Freezes the committed text, judges exactly that, and hands exactly that to the publisher, in one transaction.
   * The same idempotency key again gives the same operation.
   *
   * @throws Failure `gate.blocked` with the list of blockers; then nothing was frozen and nothing leaves
   */
  publish(
    person: Person,
    story: StoryId,
    request: { destinations: DestinationId[]; idempotencyKey: string },
  ): Promise<{ version: { id: VersionId; seq: number; hash: string }; gate: GateReply; jobs: JobReply[] }>;
}

export function createReview(options: { db: Db; sync: Sync; publisher: Publisher; policy: Policy }): Review {
  const { db, sync, publisher, policy } = options;
  // One warm analyser for the server: what it caches is keyed by text alone, so stories share it safely.
  const analyser: Analyser = createAnalyser(policy);

  async function frozen(trx: Db | Trx, story: StoryId, document: StoryDocument, signer: Person) {
    const row = await trx
      .selectFrom('story')
      .select(['id', 'short_id', 'uri', 'kind'])
      .where('id', '=', story)
      .executeTakeFirst();
    if (!row) throw new Failure('notFound', 'There is no such story.');
    const authors = await trx
      .selectFrom('story_author')
      .select('person_id')
      .where('story_id', '=', story)
      .execute();
    const version = {
      document,
      kind: row.kind,
      decisions: await readClaims(trx, story),
      authors: authors.map((author) => author.person_id),
      signer,
    };
    return { row, gate: judgeVersion(version, analyser, policy) };
  }

  return {
    async analysis(story) {
      const row = await db.selectFrom('story').select('kind').where('id', '=', story).executeTakeFirst();
      if (!row) throw new Failure('notFound', 'There is no such story.');
      const { blocks, text } = await textOf(sync, story);
      return { ...analyser.analyse(blocks, row.kind), textHash: textHash(text) };
    },

    async gate(person, story) {
      const document = readDocument(await sync.read(story));
      return (await frozen(db, story, document, person)).gate;
    },

    async publish(person, story, { destinations, idempotencyKey }) {
      const done = await sync.edit(story, person, async (doc, trx) => {
        const document = readDocument(doc);
        const { row, gate } = await frozen(trx, story, document, person);
        const again = await trx
          .selectFrom('operation')
          .innerJoin('version', 'version.id', 'operation.version_id')
          .select(['version.id', 'version.seq', 'version.hash'])
          .where('operation.story_id', '=', story)
          .where('operation.idempotency_key', '=', idempotencyKey)
          .executeTakeFirst();
        if (again) return { version: again, gate };
        if (gate.blockers.length > 0) {
          const n = gate.blockers.length;
          throw new Failure(
            'gate.blocked',
            n === 1 ? 'One thing stands in the way.' : `${n} things stand in the way.`,
            gate,
          );
        }
        const { last } = await trx
          .selectFrom('version')
          .select(({ fn }) => fn.max('seq').as('last'))
          .where('story_id', '=', story)
          .executeTakeFirstOrThrow();
        const version = { id: versionId.parse(uuidv7()), seq: Number(last ?? 0) + 1, document };
        await trx
          .insertInto('version')
          .values({
            id: version.id,
            story_id: story,
            seq: version.seq,
            document: JSON.stringify(document),
            text: plainText(document),
            hash: gate.versionHash,
            reason: 'publish',
            created_by: person.id,
          })
          .execute();
        const about = { id: row.id, shortId: row.short_id, uri: row.uri };
        await publisher.enqueue(trx, { story: about, version, destinations, idempotencyKey, by: person });
        return { version: { id: version.id, seq: version.seq, hash: gate.versionHash }, gate };
      });
      publisher.wake();
      sync.announce(story, 'publishing');
      return { ...done, jobs: await publisher.jobs(story) };
    },
  };
}

async function textOf(sync: Sync, story: StoryId) {
  const document = readDocument(await sync.read(story));
  return project(document, bodyNode(document.body));
}
