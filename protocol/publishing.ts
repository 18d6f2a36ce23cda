import { z } from 'zod';
import { destinationId, jobId, versionId } from './ids';
import { webUrl } from './sources';

export const publishStory = z.strictObject({
  destinations: z.array(destinationId).min(1, 'Choose a destination.').max(20),
});
export const idempotencyKey = z.string().min(8).max(200);

/** One thing that stands between a version and publication. `at` is an offset range into the story's text, where it has a place. */
export const blocker = z.object({
  rule: z.string(),
  message: z.string(),
  sentence: z.string().nullable(),
  at: z.object({ start: z.int(), end: z.int() }).nullable(),
});
export type Blocker = z.infer<typeof blocker>;
export const gateReply = z.object({
  versionHash: z.string(),
  textHash: z.string(),
  blockers: z.array(blocker),
  /** Queries that are open and need no answer: the sign-off says how many were left. */
  leftOpen: z.int(),
});
export type GateReply = z.infer<typeof gateReply>;

export const jobState = z.enum([
  'pending',
  'sending',
  'done',
  'retry',
  'unknown',
  'conflict',
  'failed',
  'superseded',
]);
export type JobState = z.infer<typeof jobState>;
export const jobReply = z.object({
  id: jobId,
  destination: z.object({ id: destinationId, name: z.string(), kind: z.string() }),
  versionId,
  state: jobState,
  attempts: z.int(),
  /** What went wrong last, in words for an editor. */
  problem: z.string().nullable(),
  remoteUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type JobReply = z.infer<typeof jobReply>;

export const createDestination = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('wordpress'),
    name: z.string().trim().min(1).max(100),
    url: webUrl,
    account: z.string().trim().min(1).max(100),
    /** An application password, as WordPress shows it (spaces allowed). */
    secret: z.string().min(8).max(200),
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    name: z.string().trim().min(1).max(100),
    url: webUrl,
    /** The shared secret of Standard Webhooks, `whsec_` and base64. */
    secret: z
      .string()
      .regex(
        /^whsec_[A-Za-z0-9+/=]{32,}$/,
        'A secret looks like whsec_ and at least 32 characters of base64.',
      ),
  }),
]);
export type CreateDestination = z.infer<typeof createDestination>;
/** The secret never comes back. */
export const destinationReply = z.object({
  id: destinationId,
  kind: z.enum(['wordpress', 'webhook']),
  name: z.string(),
  url: z.string(),
  account: z.string().nullable(),
});
export type DestinationReply = z.infer<typeof destinationReply>;
