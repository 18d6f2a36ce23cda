import type {
  CreateDestination,
  DestinationId,
  DestinationReply,
  JobId,
  JobReply,
  Person,
  StoryId,
  VersionId,
} from '#protocol';
import type { StoryDocument } from '#document';
import type { Outbound } from '#server/outbound';
import type { Secrets } from '#server/secrets';
import type { Store, Trx } from '#server/store';
import { createDestinations } from './destinations';
import type { Schedule } from './job';
import { createJobs } from './jobs';
import { createLoop } from './loop';
import { enqueue } from './outbox';

/** Delivers frozen versions to destinations: each request once, whatever the network does. */
export interface Publisher {
  destinations: {
    list(): Promise<DestinationReply[]>;
    /**
     * Probes the destination, then keeps it with its secret sealed. Failures: `permission.denied`,
     * `destination.unreachable`, `destination.refused` (wrong password, no right to publish, no such system there, an
     * address that is not reached from here, plain http to the outside).
     */
    add(person: Person, request: CreateDestination): Promise<DestinationReply>;
    /** Forgets the secret, and ends what was still to be delivered there. What is published stays where it is. */
    remove(person: Person, id: DestinationId): Promise<void>;
  };
  /**
   * For the gate's own transaction (an outbox): one operation, one job a destination, the payload kept as it will be
   * sent. The version's row must be in `version` by then. The same key again gives the same operation and makes nothing.
   */
  enqueue(trx: Trx, request: PublishRequest): Promise<{ operationId: string }>;
  /** A story's jobs, the latest first. */
  jobs(story: StoryId): Promise<JobReply[]>;
  /** Takes a failed, waiting or conflicting job up again at once. Failure `publish.inProgress` where a later version has taken its place. */
  retry(job: JobId, by: Person): Promise<void>;
  /** Looks for due jobs now: called after the gate's commit. Jobs that fall due later wake the loop by themselves. */
  wake(): void;
  start(): void;
  /** Takes up nothing more, and waits a while for what is under way; what does not end is looked up at the next start. */
  stop(): Promise<void>;
}

export type PublishRequest = {
  story: { id: StoryId; shortId: string; uri: string };
  version: { id: VersionId; seq: number; document: StoryDocument };
  destinations: DestinationId[];
  idempotencyKey: string;
  by: Person;
};

export type Log = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;

export function createPublisher(options: {
  store: Store;
  secrets: Secrets;
  outbound: Outbound;
  /** A job of this story has changed its state. */
  onChanged(story: StoryId): void;
  log: Log;
  /** Waiting times, for tests. */
  schedule?: Partial<Schedule>;
}): Publisher {
  const { store, secrets, outbound, onChanged, log } = options;
  const destinations = createDestinations({ db: store.db, secrets, outbound, onChanged });
  const jobs = createJobs(store.db);
  const loop = createLoop({
    jobs,
    systemFor: destinations.systemFor,
    onChanged,
    log,
    alone: store.embedded,
    schedule: options.schedule,
  });
  return {
    destinations: { list: destinations.list, add: destinations.add, remove: destinations.remove },
    enqueue,
    jobs: jobs.ofStory,
    async retry(job, by) {
      onChanged(await jobs.retry(job, by));
      loop.wake();
    },
    wake: loop.wake,
    start: loop.start,
    stop: loop.stop,
  };
}
