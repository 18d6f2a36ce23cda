import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { destinationId, Failure, jobId, type DestinationId, type StoryId } from '#protocol';
import type { Trx } from '#server/store';
import { payload, webhookPayload, wordpressPayload, type Outgoing, type Payload } from './formats';
import type { PublishRequest } from './publisher';

/**
 * Writes the operation and its jobs in the caller's transaction: either the gate's whole decision stands, delivery
 * included, or nothing of it does.
 */
export async function enqueue(trx: Trx, request: PublishRequest): Promise<{ operationId: string }> {
  const { story, version, by, idempotencyKey } = request;
  const wanted = [...new Set(request.destinations)];
  if (wanted.length === 0) throw new Failure('request.malformed', 'Choose a destination.');

  const earlier = await trx
    .selectFrom('operation')
    .select('id')
    .where('story_id', '=', story.id)
    .limit(1)
    .execute();
  const operationId = uuidv7();
  const made = await trx
    .insertInto('operation')
    .values({
      id: operationId,
      story_id: story.id,
      version_id: version.id,
      kind: earlier.length > 0 ? 'update' : 'publish',
      idempotency_key: idempotencyKey,
      requested_by: by.id,
    })
    .onConflict((conflict) => conflict.columns(['story_id', 'idempotency_key']).doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n)
    return { operationId: await operationOf(trx, story.id, idempotencyKey) };

  const { hash } = await trx
    .selectFrom('version')
    .select('hash')
    .where('id', '=', version.id)
    .executeTakeFirstOrThrow(() => new Failure('internal', 'The version to publish is not stored.'));
  const outgoing: Outgoing = {
    uri: story.uri,
    shortId: story.shortId,
    seq: version.seq,
    hash,
    document: version.document,
  };
  const destinations = await trx
    .selectFrom('destination')
    .select(['id', 'kind'])
    .where('id', 'in', wanted)
    .where('removed_at', 'is', null)
    // Held until the commit, so that a removal sees these jobs and ends them.
    .forShare()
    .execute();
  if (destinations.length < wanted.length)
    throw new Failure('notFound', 'One of these destinations does not exist any more. Choose again.');

  for (const destination of destinations) {
    const built = await build(trx, story.id, destination, outgoing);
    await supersede(trx, story.id, destination.id, version.seq);
    await trx
      .insertInto('publish_job')
      .values({
        id: jobId.parse(uuidv7()),
        op_key: createHash('sha256').update(`${operationId} ${destination.id}`).digest('hex'),
        operation_id: operationId,
        story_id: story.id,
        version_id: version.id,
        destination_id: destination.id,
        payload: JSON.stringify(built),
        state: 'pending',
        problem: null,
        // Not the transaction's start: jobs are ordered as they were made.
        created_at: sql<Date>`clock_timestamp()`,
      })
      .execute();
  }
  return { operationId };
}

async function operationOf(trx: Trx, story: StoryId, key: string): Promise<string> {
  const found = await trx
    .selectFrom('operation')
    .select('id')
    .where('story_id', '=', story)
    .where('idempotency_key', '=', key)
    .executeTakeFirstOrThrow();
  return found.id;
}

async function build(
  trx: Trx,
  story: StoryId,
  destination: { id: DestinationId; kind: 'wordpress' | 'webhook' },
  outgoing: Outgoing,
): Promise<Payload> {
  const jobs = trx
    .selectFrom('publish_job')
    .where('story_id', '=', story)
    .where('destination_id', '=', destinationId.parse(destination.id));
  switch (destination.kind) {
    case 'wordpress': {
      const first = await jobs
        .select('payload')
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      const kept = first ? payload.parse(first.payload) : null;
      return wordpressPayload(outgoing, kept?.kind === 'wordpress' ? kept.slug : null);
    }
    case 'webhook': {
      // `updated` where an earlier event has arrived or may have: a receiver takes either for "this is the story now".
      const told = await jobs
        .select('id')
        .where('state', 'in', ['done', 'sending', 'unknown'])
        .limit(1)
        .execute();
      return webhookPayload(outgoing, told.length > 0 ? 'story.updated' : 'story.published', new Date());
    }
  }
}

/** Earlier versions that are not on their way stay behind. One that is being sent, or may have arrived, is resolved first. */
async function supersede(trx: Trx, story: StoryId, destination: DestinationId, seq: number): Promise<void> {
  const upTo = trx.selectFrom('version').select('id').where('story_id', '=', story).where('seq', '<=', seq);
  await trx
    .updateTable('publish_job')
    .set({ state: 'superseded', updated_at: new Date() })
    .where('story_id', '=', story)
    .where('destination_id', '=', destination)
    .where('state', 'in', ['pending', 'retry', 'failed', 'conflict'])
    .where('version_id', 'in', upTo)
    .execute();
}
