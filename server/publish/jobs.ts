import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import {
  Failure,
  jobState,
  may,
  type DestinationId,
  type JobId,
  type JobReply,
  type JobState,
  type Person,
  type StoryId,
} from '#protocol';
import type { Db } from '#server/store';
import type { Binding, Ledger } from './delivery';
import { payload, type Payload } from './formats';
import type { Settled } from './job';

/** A job in this process's hands. The lease is proof of it: whoever lost it may write nothing about the job any more. */
export type TakenJob = {
  id: JobId;
  lease: string;
  key: string;
  story: StoryId;
  destination: DestinationId;
  payload: Payload;
  /** What it was when it was taken up. */
  was: 'pending' | 'retry' | 'unknown';
  attempts: number;
  lookups: number;
};

export interface Jobs {
  /** The next due job whose story has nothing else under way at that destination; null where there is none. */
  take(lease: number, lookups: number): Promise<TakenJob | null>;
  /** False where the lease was lost: somebody else settles the job. */
  settle(job: TakenJob, settled: Settled): Promise<boolean>;
  /** Jobs whose holder is gone become unknown: nobody can tell whether they were sent. `all`: no other process exists. */
  reclaim(all: boolean): Promise<StoryId[]>;
  /** Milliseconds until the next job is due; null where none waits. */
  nextDue(): Promise<number | null>;
  ledger(job: TakenJob): Ledger;
  ofStory(story: StoryId): Promise<JobReply[]>;
  retry(id: JobId, by: Person): Promise<StoryId>;
}

/** A job of a later version (or a later request for this one), same story and destination, that is not itself left behind. */
const laterJob = sql<boolean>`exists (
  select 1 from publish_job later join version later_version on later_version.id = later.version_id
  where later.story_id = job.story_id and later.destination_id = job.destination_id and later.state <> 'superseded'
    and (later_version.seq, later.created_at, later.id)
      > ((select seq from version where version.id = job.version_id), job.created_at, job.id))`;

export function createJobs(db: Db): Jobs {
  return {
    async take(lease, lookups) {
      const token = uuidv7();
      const taken = sql<{
        id: JobId;
        op_key: string;
        story_id: StoryId;
        destination_id: DestinationId;
        payload: unknown;
        was: TakenJob['was'];
        attempts: number;
        lookups: number;
      }>`
        with due as (
          select job.id, job.state as was, destination.kind
          from publish_job job join destination on destination.id = job.destination_id
          where job.state in ('pending', 'retry', 'unknown') and job.next_attempt_at <= now()
            and not exists (
              select 1 from publish_job other
              where other.story_id = job.story_id and other.destination_id = job.destination_id
                and other.id <> job.id and other.state in ('sending', 'unknown'))
          order by job.next_attempt_at, job.id
          limit 1
          for update of job skip locked
        )
        update publish_job job set
          state = 'sending', lease = ${token}, updated_at = now(),
          next_attempt_at = now() + ${lease} * interval '1 millisecond',
          attempts = attempts + case
            when due.was = 'unknown' and due.kind = 'wordpress' and lookups + 1 < ${lookups} then 0 else 1 end
        from due where job.id = due.id
        returning job.id, job.op_key, job.story_id, job.destination_id, job.payload, due.was, job.attempts, job.lookups
      `;
      const row = await taken.execute(db).then(
        ({ rows }) => rows[0],
        (error: unknown) => {
          // Two nodes took two jobs of one story and destination: the index lets one through, the other looks again.
          if (error instanceof Error && 'code' in error && error.code === '23505') return undefined;
          throw error;
        },
      );
      if (!row) return null;
      return {
        id: row.id,
        lease: token,
        key: row.op_key,
        story: row.story_id,
        destination: row.destination_id,
        payload: payload.parse(row.payload),
        was: row.was,
        attempts: row.attempts,
        lookups: row.lookups,
      };
    },

    async settle(job, { state, problem, lookups, wait }) {
      const result = await sql`
        update publish_job job set
          state = case when ${state} in ('retry', 'failed', 'conflict') and ${laterJob} then 'superseded' else ${state} end,
          problem = ${problem}, lookups = ${lookups}, lease = null, updated_at = now(),
          next_attempt_at = now() + ${wait ?? 0} * interval '1 millisecond'
        where job.id = ${job.id} and job.state = 'sending' and job.lease = ${job.lease}
      `.execute(db);
      return result.numAffectedRows === 1n;
    },

    async reclaim(all) {
      const rows = await db
        .updateTable('publish_job')
        .set({
          state: 'unknown',
          lookups: 0,
          lease: null,
          problem: 'The server stopped while it was sending. Looking whether the story arrived.',
          next_attempt_at: sql`now()`,
          updated_at: sql`now()`,
        })
        .where('state', '=', 'sending')
        .$if(!all, (query) => query.where('next_attempt_at', '<=', sql<Date>`now()`))
        .returning('story_id')
        .execute();
      return rows.map((row) => row.story_id);
    },

    async nextDue() {
      const { rows } = await sql<{ wait: number | null }>`
        select (extract(epoch from min(job.next_attempt_at) - now()) * 1000)::float8 as wait
        from publish_job job
        where job.state in ('pending', 'retry', 'unknown', 'sending')
          and (job.state in ('sending', 'unknown') or not exists (
            select 1 from publish_job other
            where other.story_id = job.story_id and other.destination_id = job.destination_id
              and other.id <> job.id and other.state in ('sending', 'unknown')))
      `.execute(db);
      return rows[0]?.wait ?? null;
    },

    ledger: (job) => ({
      async binding() {
        const row = await db
          .selectFrom('binding')
          .selectAll()
          .where('story_id', '=', job.story)
          .where('destination_id', '=', job.destination)
          .executeTakeFirst();
        if (!row) return null;
        return {
          remoteId: row.remote_id,
          remoteUrl: row.remote_url,
          remoteVersion: row.remote_version,
          fingerprint: row.body_hash,
        };
      },
      async bind(binding: Binding) {
        const values = {
          remote_id: binding.remoteId,
          remote_url: binding.remoteUrl,
          remote_version: binding.remoteVersion,
          body_hash: binding.fingerprint,
          updated_at: new Date(),
        };
        await db
          .insertInto('binding')
          .values({ story_id: job.story, destination_id: job.destination, ...values })
          .onConflict((conflict) => conflict.columns(['story_id', 'destination_id']).doUpdateSet(values))
          .execute();
      },
      async perhapsWritten() {
        const rows = await db
          .selectFrom('publish_job')
          .select('payload')
          .where('story_id', '=', job.story)
          .where('destination_id', '=', job.destination)
          .where('id', '<>', job.id)
          .where('state', '<>', 'done')
          .where('attempts', '>', 0)
          .execute();
        return rows.flatMap((row) => {
          const kept = payload.parse(row.payload);
          return kept.kind === 'wordpress' ? [kept.fields] : [];
        });
      },
      async overtaken() {
        const { rows } = await sql<{ later: boolean }>`
          select ${laterJob} as later from publish_job job where job.id = ${job.id}
        `.execute(db);
        return rows[0]?.later === true;
      },
    }),

    async ofStory(story) {
      const rows = await db
        .selectFrom('publish_job as job')
        .innerJoin('destination', 'destination.id', 'job.destination_id')
        .innerJoin('version', 'version.id', 'job.version_id')
        .leftJoin('binding', (join) =>
          join
            .onRef('binding.story_id', '=', 'job.story_id')
            .onRef('binding.destination_id', '=', 'job.destination_id'),
        )
        .select([
          'job.id',
          'job.version_id',
          'job.state',
          'job.attempts',
          'job.problem',
          'job.created_at',
          'job.updated_at',
          'destination.id as destination_id',
          'destination.name',
          'destination.kind',
          'binding.remote_url',
        ])
        .where('job.story_id', '=', story)
        .orderBy('version.seq', 'desc')
        .orderBy('job.created_at', 'desc')
        .orderBy('job.id', 'desc')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        destination: { id: row.destination_id, name: row.name, kind: row.kind },
        versionId: row.version_id,
        state: jobState.parse(row.state),
        attempts: row.attempts,
        problem: row.problem,
        remoteUrl: row.remote_url,
        createdAt: row.created_at.toISOString(),
        updatedAt: row.updated_at.toISOString(),
      }));
    },

    async retry(id, by) {
      if (!may(by, 'story.publish')) throw new Failure('permission.denied', 'Only an editor may publish.');
      const found = await sql<{ story_id: StoryId; later: boolean; removed: boolean }>`
        select job.story_id, ${laterJob} as later, destination.removed_at is not null as removed
        from publish_job job join destination on destination.id = job.destination_id where job.id = ${id}
      `.execute(db);
      const job = found.rows[0];
      if (!job) throw new Failure('notFound', 'There is no such delivery.');
      if (job.removed) throw new Failure('notFound', 'This destination was removed.');
      if (job.later)
        throw new Failure(
          'publish.inProgress',
          'A later version of the story has taken the place of this one.',
        );
      // An unknown job is looked up at once, and still before anything is sent.
      await db
        .updateTable('publish_job')
        .set({
          state: sql<JobState>`case when state = 'unknown' then 'unknown' else 'pending' end`,
          next_attempt_at: sql`now()`,
          updated_at: sql`now()`,
        })
        .where('id', '=', id)
        .where('state', 'in', ['failed', 'conflict', 'retry', 'unknown'])
        .execute();
      return job.story_id;
    },
  };
}
