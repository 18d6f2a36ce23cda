import { z } from 'zod';
import { claimId, personId, sourceId } from './ids';
import { sourceKind } from './sources';

/**
 * Where a claim stands. In the body: the words themselves and which of their occurrences, counted from 0 in the text of
 * the body's blocks joined by a blank line; or a Yjs relative position for both ends (base64 of its encoding). The server
 * compares what it finds with `quote`.
 */
export const anchor = z.union([
  z.strictObject({ start: z.base64().max(1000), end: z.base64().max(1000) }),
  z.strictObject({ quote: z.string().min(1).max(20_000), occurrence: z.int().min(0).max(10_000).default(0) }),
]);

export const evidenceRequest = z.strictObject({
  sourceId,
  locator: z.string().trim().max(500).default(''),
  quote: z.string().trim().max(5000).default(''),
});

export const createClaim = z.strictObject({
  claimId,
  /** `null`: in the body. Headline and dek carry no mark: the record holds field and quote. */
  field: z.enum(['headline', 'dek']).nullable().default(null),
  anchor,
  /** The words that the person saw when they decided. */
  quote: z.string().min(1).max(20_000),
  evidence: evidenceRequest,
});
export type CreateClaim = z.infer<typeof createClaim>;

/** Reasons for *OK as is*. */
export const dismissalReason = z.enum([
  'sourcedInStory',
  'commonKnowledge',
  'ownObservation',
  'opinion',
  'notAClaim',
  'other',
]);
export type DismissalReason = z.infer<typeof dismissalReason>;

export const dismissQuery = z
  .strictObject({
    rule: z.string().min(1).max(100),
    sentence: z.string().min(1).max(20_000),
    reason: dismissalReason,
    note: z.string().trim().max(2000).default(''),
  })
  .refine((d) => d.reason !== 'other' || d.note.length > 0, {
    path: ['note'],
    error: 'Say why in a few words.',
  });
export type DismissQuery = z.infer<typeof dismissQuery>;
export const reopenQuery = z.strictObject({ decisionId: z.uuid() });

export const evidenceReply = z.object({
  id: z.uuid(),
  source: z.object({ id: sourceId, name: z.string(), kind: sourceKind, url: z.string().nullable() }),
  locator: z.string(),
  quote: z.string(),
  by: z.object({ id: personId, name: z.string() }),
  at: z.iso.datetime(),
});
export const claimReply = z.object({
  id: claimId,
  field: z.enum(['headline', 'dek']).nullable(),
  /** The text as it was when somebody decided about it. */
  text: z.string(),
  evidence: z.array(evidenceReply),
});
export type ClaimReply = z.infer<typeof claimReply>;
export const dismissalReply = z.object({
  id: z.uuid(),
  rule: z.string(),
  sentence: z.string(),
  reason: dismissalReason,
  note: z.string(),
  /** False while it is only a writer's proposal about an accusation: an editor who did not write the story decides. */
  effective: z.boolean(),
  by: z.object({ id: personId, name: z.string() }),
  at: z.iso.datetime(),
});
export type DismissalReply = z.infer<typeof dismissalReply>;
export const claimsReply = z.object({ claims: z.array(claimReply), dismissals: z.array(dismissalReply) });
export type ClaimsReply = z.infer<typeof claimsReply>;
