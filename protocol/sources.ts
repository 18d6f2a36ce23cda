import { z } from 'zod';
import { sourceId } from './ids';

export const sourceKind = z.enum([
  'person',
  'organization',
  'document',
  'dataset',
  'outlet',
  'wire',
  'witness',
  'social',
  'tool',
]);
export type SourceKind = z.infer<typeof sourceKind>;

/** Only http and https may stand behind a source: a link is clicked by colleagues and may leave with the story. */
export const webUrl = z
  .url({ protocol: /^https?$/, error: 'Give a web address that starts with http:// or https://.' })
  .max(2000);

export const createSource = z.strictObject({
  name: z.string().trim().min(1, 'Give the source a name.').max(300),
  kind: sourceKind,
  url: webUrl.nullable().default(null),
});
export const sourceReply = z.object({
  id: sourceId,
  name: z.string(),
  kind: sourceKind,
  url: z.string().nullable(),
  usedIn: z.int(),
});
export type SourceReply = z.infer<typeof sourceReply>;
