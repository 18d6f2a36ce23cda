import type { Projection } from '#document';

/** What a claim on these words would say to the server: its field, its quote, and which occurrence in the body it is. */
export type Place = { field: 'headline' | 'dek' | null; quote: string; occurrence: number };

/** The place of a span of the story's text; null where it crosses from a field into the body. */
export function placeOf(projection: Projection, span: { start: number; end: number }): Place | null {
  const quote = projection.text.slice(span.start, span.end);
  for (const block of projection.blocks) {
    if (block.position !== null || span.start < block.start || span.start > block.start + block.text.length)
      continue;
    const field = block.key === 'headline' ? 'headline' : 'dek';
    return span.end <= block.start + block.text.length ? { field, quote, occurrence: 0 } : null;
  }
  const bodyStart = projection.blocks.find((block) => block.position !== null)?.start ?? 0;
  let occurrence = 0;
  for (
    let at = projection.text.indexOf(quote, bodyStart);
    at >= 0 && at < span.start;
    at = projection.text.indexOf(quote, at + 1)
  )
    occurrence++;
  return { field: null, quote, occurrence };
}
