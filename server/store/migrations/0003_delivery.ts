import { sql, type Kysely } from 'kysely';

/** Delivery: how often an unknown job was looked up, who holds a job that is being sent, and one in flight at most. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table publish_job
      add column lookups integer not null default 0,
      add column lease uuid;
    create unique index publish_job_in_flight on publish_job (story_id, destination_id)
      where state in ('sending', 'unknown');
  `.execute(db);
}

export async function down(): Promise<void> {
  throw new Error('This migration is not taken back: restore an export instead.');
}
