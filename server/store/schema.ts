import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type {
  ClaimId,
  DestinationId,
  DismissalReason,
  JobId,
  JobState,
  PersonId,
  Role,
  SourceId,
  SourceKind,
  StoryId,
  StoryKind,
  VersionId,
} from '#protocol';

type Time = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json = JSONColumnType<Record<string, unknown>>;
/** int8 arrives as a string: ids of rows are compared, never counted with. */
type BigSerial = ColumnType<string, never, never>;

/** The tables as Kysely knows them; the truth is in `migrations/`. */
export interface Schema {
  person: {
    id: PersonId;
    email: string;
    name: string;
    roles: Role[];
    password_hash: string | null;
    colour: string;
    disabled_at: NullableTime;
    created_at: Time;
  };
  session: {
    sid: string;
    person_id: PersonId;
    created_at: Time;
    last_seen_at: Time;
    revoked_at: NullableTime;
  };
  invite: {
    token_hash: Buffer;
    kind: 'setup' | 'invite';
    person_id: PersonId | null;
    created_at: Time;
    expires_at: Time;
    used_at: NullableTime;
  };
  story: {
    id: StoryId;
    short_id: string;
    uri: string;
    kind: Generated<StoryKind>;
    access: Generated<'newsroom'>;
    epoch: string;
    snapshot_gen: ColumnType<string, undefined, number | string>;
    headline: Generated<string>;
    word_count: Generated<number>;
    created_by: PersonId;
    created_at: Time;
    updated_at: Time;
  };
  story_author: { story_id: StoryId; person_id: PersonId; since: Time };
  sync_row: {
    id: BigSerial;
    story_id: StoryId;
    epoch: string;
    node: string;
    node_seq: ColumnType<string, number | string, never>;
    person_id: PersonId;
    bytes: Buffer;
    xid: ColumnType<string, undefined, never>;
    created_at: Time;
  };
  sync_snapshot: { story_id: StoryId; epoch: string; bytes: Buffer; created_at: Time };
  sync_archive: {
    id: string;
    story_id: StoryId;
    epoch: string;
    person_id: PersonId;
    bytes: Buffer;
    created_at: Time;
    archived_at: Time;
  };
  client_owner: {
    story_id: StoryId;
    epoch: string;
    client_id: ColumnType<string, number | string, never>;
    person_id: PersonId;
    since: Time;
  };
  quarantine: {
    id: BigSerial;
    story_id: StoryId;
    epoch: string;
    person_id: PersonId;
    client_id: ColumnType<string, number | string, never>;
    bytes: Buffer;
    created_at: Time;
  };
  source: {
    id: SourceId;
    name: string;
    kind: SourceKind;
    url: string | null;
    created_by: PersonId;
    created_at: Time;
  };
  claim: {
    id: ClaimId;
    story_id: StoryId;
    field: 'headline' | 'dek' | null;
    text: string;
    text_hash: string;
    created_by: PersonId;
    created_at: Time;
  };
  evidence: {
    id: string;
    claim_id: ClaimId;
    source_id: SourceId;
    locator: Generated<string>;
    quote: Generated<string>;
    created_by: PersonId;
    created_at: Time;
  };
  decision: {
    id: string;
    story_id: StoryId;
    claim_id: ClaimId | null;
    kind: 'linked' | 'unlinked' | 'dismissed' | 'reopened';
    rule: string | null;
    sentence: string;
    text_hash: string;
    reason: DismissalReason | null;
    note: Generated<string>;
    of_decision: string | null;
    by_person: PersonId;
    at: Time;
  };
  version: {
    id: VersionId;
    story_id: StoryId;
    seq: number;
    document: Json;
    text: string;
    hash: string;
    reason: string;
    created_by: PersonId;
    created_at: Time;
  };
  destination: {
    id: DestinationId;
    kind: 'wordpress' | 'webhook';
    name: string;
    url: string;
    account: string | null;
    secret: Buffer;
    created_by: PersonId;
    created_at: Time;
    removed_at: NullableTime;
  };
  operation: {
    id: string;
    story_id: StoryId;
    version_id: VersionId;
    kind: 'publish' | 'update';
    idempotency_key: string;
    requested_by: PersonId;
    created_at: Time;
  };
  publish_job: {
    id: JobId;
    op_key: string;
    operation_id: string;
    story_id: StoryId;
    version_id: VersionId;
    destination_id: DestinationId;
    payload: Json;
    state: JobState;
    attempts: Generated<number>;
    lookups: Generated<number>;
    lease: string | null;
    next_attempt_at: Time;
    problem: string | null;
    created_at: Time;
    updated_at: Time;
  };
  binding: {
    story_id: StoryId;
    destination_id: DestinationId;
    remote_id: string;
    remote_url: string | null;
    remote_version: string | null;
    body_hash: string | null;
    updated_at: Time;
  };
  setting: { key: string; value: Json };
}
