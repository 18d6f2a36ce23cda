import { z } from 'zod';
import { personId, storyId, versionId } from './ids';

/** The kinds of story that house policy tells apart (editorial.md). The ids are the engine's own. */
export const storyKind = z.enum([
  'news',
  'court',
  'investigation',
  'feature',
  'analysis',
  'opinion',
  'review',
  'sport',
  'markets',
  'obituary',
  'live',
  'wire',
  'listing',
]);
export type StoryKind = z.infer<typeof storyKind>;

export const createStory = z.strictObject({
  headline: z.string().trim().max(400).default(''),
  kind: storyKind.default('news'),
  text: z.string().max(2_000_000).optional(),
});
export const changeStory = z.strictObject({ kind: storyKind.optional() });

/** Derived from the jobs: `publishing` while a job is under way, `failed` where one needs a person. */
export const storyStatus = z.enum(['draft', 'publishing', 'published', 'failed']);

export const storyReply = z.object({
  id: storyId,
  shortId: z.string(),
  uri: z.string(),
  headline: z.string(),
  kind: storyKind,
  status: storyStatus,
  epoch: z.uuid(),
  wordCount: z.int(),
  authors: z.array(z.object({ id: personId, name: z.string(), colour: z.string() })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type StoryReply = z.infer<typeof storyReply>;

export const storyFields = ['headline', 'dek', 'byline', 'dateline'] as const;
export type StoryField = (typeof storyFields)[number];

export const versionReply = z.object({
  id: versionId,
  seq: z.int(),
  hash: z.string(),
  reason: z.string(),
  createdBy: personId,
  createdAt: z.iso.datetime(),
});
export type VersionReply = z.infer<typeof versionReply>;
