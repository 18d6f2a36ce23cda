import { z } from 'zod';
import { plainText, type StoryDocument } from '#document';
import { wordpressBlocks, wordpressText } from './blocks';
import { cleanHtml } from './html';
import { markerOf, slugOf } from './slug';

/** The fields of a post that are ours. No other is ever sent: categories, tags, pictures, templates are the CMS's. */
export const postFields = z.strictObject({ title: z.string(), content: z.string(), excerpt: z.string() });
export type PostFields = z.infer<typeof postFields>;

export const postPayload = z.strictObject({
  kind: z.literal('wordpress'),
  /** The public slug. Frozen with the first payload for this story and destination. */
  slug: z.string(),
  /** The slug of the hidden draft. */
  marker: z.string(),
  fields: postFields,
});
export type PostPayload = z.infer<typeof postPayload>;

export const eventPayload = z.strictObject({
  kind: z.literal('webhook'),
  /** Exactly the bytes that are sent, however often. */
  body: z.string(),
});
export type EventPayload = z.infer<typeof eventPayload>;

/** What leaves for one destination, as it is kept with the job. */
export const payload = z.discriminatedUnion('kind', [postPayload, eventPayload]);
export type Payload = z.infer<typeof payload>;

/** What the builders are given: all that may leave, and nothing else of the story. */
export type Outgoing = {
  uri: string;
  shortId: string;
  seq: number;
  hash: string;
  document: StoryDocument;
};

/** @param slug the slug of this story's first payload for the destination, or null for the first */
export function wordpressPayload({ document, shortId }: Outgoing, slug: string | null): PostPayload {
  const frozen = slug ?? slugOf(document.headline, shortId);
  return {
    kind: 'wordpress',
    slug: frozen,
    marker: markerOf(frozen, shortId),
    fields: {
      title: wordpressText(document.headline),
      content: wordpressBlocks(document),
      excerpt: wordpressText(document.dek),
    },
  };
}

/** The body of a Standard Webhooks event. `text` is the story's plain text, `hash` the hash of the version signed off. */
export function webhookPayload(
  { uri, seq, hash, document }: Outgoing,
  type: 'story.published' | 'story.updated',
  at: Date,
): EventPayload {
  const data = {
    uri,
    seq,
    hash,
    headline: document.headline,
    dek: document.dek,
    byline: document.byline,
    dateline: document.dateline,
    html: cleanHtml(document),
    text: plainText(document),
  };
  return { kind: 'webhook', body: JSON.stringify({ type, timestamp: at.toISOString(), data }) };
}
