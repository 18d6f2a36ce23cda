import { sql, type Kysely } from 'kysely';

/** Who owns which Yjs client id, and the changes that came under another person's id. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table client_owner (
      story_id uuid not null references story on delete cascade,
      epoch uuid not null,
      client_id bigint not null,
      person_id uuid not null references person,
      since timestamptz not null default now(),
      primary key (story_id, epoch, client_id)
    );
    create table quarantine (
      id bigint generated always as identity primary key,
      story_id uuid not null references story on delete cascade,
      epoch uuid not null,
      person_id uuid not null references person,
      client_id bigint not null,
      bytes bytea not null,
      created_at timestamptz not null default now()
    );
    create index quarantine_story on quarantine (story_id, id);
  `.execute(db);
}

export async function down(): Promise<void> {
  throw new Error('This migration is not taken back: restore an export instead.');
}
