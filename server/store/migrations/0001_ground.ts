import { sql, type Kysely } from 'kysely';

/** The ground: people, stories, the log of changes, claims and decisions, sources, versions, publishing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table person (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      roles text[] not null default '{}',
      password_hash text,
      colour text not null check (colour ~ '^#[0-9a-f]{6}$'),
      disabled_at timestamptz,
      created_at timestamptz not null default now()
    );
    create table session (
      sid text primary key,
      person_id uuid not null references person on delete cascade,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      revoked_at timestamptz
    );
    create index session_person on session (person_id);
    create table invite (
      token_hash bytea primary key,
      kind text not null check (kind in ('setup', 'invite')),
      person_id uuid references person on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );

    create table story (
      id uuid primary key,
      short_id text not null unique check (short_id ~ '^[0-9a-z]{8}$'),
      uri text not null unique,
      kind text not null default 'news',
      access text not null default 'newsroom' check (access in ('newsroom')),
      epoch uuid not null,
      snapshot_gen bigint not null default 0,
      headline text not null default '',
      word_count integer not null default 0,
      created_by uuid not null references person,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index story_updated on story (updated_at desc);
    create table story_author (
      story_id uuid not null references story on delete cascade,
      person_id uuid not null references person,
      since timestamptz not null default now(),
      primary key (story_id, person_id)
    );

    create table sync_row (
      id bigint generated always as identity primary key,
      story_id uuid not null references story on delete cascade,
      epoch uuid not null,
      node uuid not null,
      node_seq bigint not null,
      person_id uuid not null references person,
      bytes bytea not null,
      xid xid8 not null default pg_current_xact_id(),
      created_at timestamptz not null default now(),
      unique (node, node_seq)
    );
    create index sync_row_story on sync_row (story_id, id);
    create table sync_snapshot (
      story_id uuid primary key references story on delete cascade,
      epoch uuid not null,
      bytes bytea not null,
      created_at timestamptz not null default now()
    );
    create table sync_archive (
      id bigint primary key,
      story_id uuid not null references story on delete cascade,
      epoch uuid not null,
      person_id uuid not null references person,
      bytes bytea not null,
      created_at timestamptz not null,
      archived_at timestamptz not null default now()
    );
    create index sync_archive_story on sync_archive (story_id, id);

    create table source (
      id uuid primary key,
      name text not null,
      kind text not null,
      url text,
      created_by uuid not null references person,
      created_at timestamptz not null default now()
    );
    create table claim (
      id uuid primary key,
      story_id uuid not null references story on delete cascade,
      field text check (field in ('headline', 'dek')),
      text text not null,
      text_hash text not null,
      created_by uuid not null references person,
      created_at timestamptz not null default now()
    );
    create index claim_story on claim (story_id);
    create table evidence (
      id uuid primary key,
      claim_id uuid not null references claim on delete cascade,
      source_id uuid not null references source,
      locator text not null default '',
      quote text not null default '',
      created_by uuid not null references person,
      created_at timestamptz not null default now()
    );
    create index evidence_claim on evidence (claim_id);
    create index evidence_source on evidence (source_id);
    create table decision (
      id uuid primary key,
      story_id uuid not null references story on delete cascade,
      claim_id uuid references claim on delete cascade,
      kind text not null check (kind in ('linked', 'unlinked', 'dismissed', 'reopened')),
      rule text,
      sentence text not null,
      text_hash text not null,
      reason text,
      note text not null default '',
      of_decision uuid references decision on delete cascade,
      by_person uuid not null references person,
      at timestamptz not null default now(),
      check ((kind in ('linked', 'unlinked')) = (claim_id is not null)),
      check (kind <> 'dismissed' or rule is not null),
      check ((kind = 'reopened') = (of_decision is not null))
    );
    create index decision_story on decision (story_id, at);

    create table version (
      id uuid primary key,
      story_id uuid not null references story on delete cascade,
      seq integer not null,
      document jsonb not null,
      text text not null,
      hash text not null,
      reason text not null,
      created_by uuid not null references person,
      created_at timestamptz not null default now(),
      unique (story_id, seq)
    );

    create table destination (
      id uuid primary key,
      kind text not null check (kind in ('wordpress', 'webhook')),
      name text not null,
      url text not null,
      account text,
      secret bytea not null,
      created_by uuid not null references person,
      created_at timestamptz not null default now(),
      removed_at timestamptz
    );
    create table operation (
      id uuid primary key,
      story_id uuid not null references story on delete cascade,
      version_id uuid not null references version on delete cascade,
      kind text not null check (kind in ('publish', 'update')),
      idempotency_key text not null,
      requested_by uuid not null references person,
      created_at timestamptz not null default now(),
      unique (story_id, idempotency_key)
    );
    create table publish_job (
      id uuid primary key,
      op_key text not null unique,
      operation_id uuid not null references operation on delete cascade,
      story_id uuid not null references story on delete cascade,
      version_id uuid not null references version on delete cascade,
      destination_id uuid not null references destination,
      payload jsonb not null,
      state text not null check (state in ('pending', 'sending', 'done', 'retry', 'unknown', 'conflict', 'failed', 'superseded')),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(),
      problem text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index publish_job_due on publish_job (next_attempt_at) where state in ('pending', 'retry', 'unknown', 'sending');
    create index publish_job_story on publish_job (story_id, created_at);
    create table binding (
      story_id uuid not null references story on delete cascade,
      destination_id uuid not null references destination,
      remote_id text not null,
      remote_url text,
      remote_version text,
      body_hash text,
      updated_at timestamptz not null default now(),
      primary key (story_id, destination_id)
    );

    create table setting (
      key text primary key,
      value jsonb not null
    );
  `.execute(db);
}

export async function down(): Promise<void> {
  throw new Error('The first migration is not taken back: restore an export instead.');
}
