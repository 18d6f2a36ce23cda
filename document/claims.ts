import { Transform } from '@tiptap/pm/transform';
import type { Node } from '@tiptap/pm/model';
import { relativePositionToAbsolutePosition } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { Failure } from '#protocol';
import { offsetAt, project, rangesAt, type Projection } from './projection';
import { documentSchema } from './schema';
import { changeBody, fieldText, type BodyBinding } from './story';

/** Where a claim is to stand in the body (see `anchor` in protocol/). */
export type BodyAnchor = { quote: string; occurrence: number } | { start: Uint8Array; end: Uint8Array };

/**
 * Sets the mark of a claim on the words that `anchor` names, after comparing them with what the person saw.
 *
 * @returns the text under the mark
 * @throws Failure `claim.textDiffers` with the text found there, when it is not `quote`
 */
export function markClaim(doc: Y.Doc, id: string, anchor: BodyAnchor, quote: string): string {
  return changeBody(doc, (body, binding) => {
    const projection = projectBody(body);
    const { start, end } = locate(projection, anchor, doc, binding);
    const found = projection.text.slice(start, end);
    if (found !== quote) {
      const message = 'The text has changed since you chose it: look at it again.';
      throw new Failure('claim.textDiffers', message, { found });
    }
    const transform = new Transform(body);
    const mark = documentSchema.mark('claim', { id });
    for (const range of rangesAt(projection, start, end)) transform.addMark(range.from, range.to, mark);
    return { body: transform.doc, result: found };
  });
}

/** Takes every fragment of a claim's mark out of the body. */
export function unmarkClaim(doc: Y.Doc, id: string): void {
  changeBody(doc, (body) => {
    const transform = new Transform(body);
    const mark = documentSchema.mark('claim', { id });
    transform.removeMark(0, body.content.size, mark);
    return { body: transform.doc, result: undefined };
  });
}

/** Finds the occurrence of a quote in a field; throws `claim.textDiffers` where it is not there. */
export function quoteInField(doc: Y.Doc, field: 'headline' | 'dek', quote: string): string {
  const text = fieldText(doc, field).toString();
  if (text.includes(quote)) return quote;
  throw new Failure('claim.textDiffers', `The ${field} has changed since you chose it: look at it again.`, {
    found: text,
  });
}

/** Where each claim id stands in the story's text now: spans in document order. */
export function claimSpans(
  projection: Projection,
  body: Node,
): Map<string, { start: number; end: number }[]> {
  const spans = new Map<string, { start: number; end: number }[]>();
  body.descendants((node, position) => {
    if (!node.isText) return true;
    for (const mark of node.marks) {
      if (mark.type.name !== 'claim') continue;
      const id = String(mark.attrs['id']);
      const start = offsetAt(projection, position);
      if (start === null) continue;
      const end = start + node.nodeSize;
      const known = spans.get(id) ?? [];
      const last = known.at(-1);
      if (last && last.end === start) last.end = end;
      else known.push({ start, end });
      spans.set(id, known);
    }
    return false;
  });
  return spans;
}

const projectBody = (body: Node) => project({ headline: '', dek: '' }, body);

function locate(projection: Projection, anchor: BodyAnchor, doc: Y.Doc, binding: BodyBinding) {
  if ('quote' in anchor) {
    const start = nthIndexOf(projection.text, anchor.quote, anchor.occurrence);
    if (start < 0)
      throw new Failure('claim.textDiffers', 'These words are no longer in the story: look at it again.', {
        found: '',
      });
    return { start, end: start + anchor.quote.length };
  }
  const start = absolute(projection, anchor.start, doc, binding);
  const end = absolute(projection, anchor.end, doc, binding);
  if (start === null || end === null || start >= end)
    throw new Failure(
      'claim.textDiffers',
      'The place that you chose is no longer in the story: look at it again.',
      { found: '' },
    );
  return { start, end };
}

function absolute(
  projection: Projection,
  encoded: Uint8Array,
  doc: Y.Doc,
  { fragment, mapping }: BodyBinding,
): number | null {
  let relative: Y.RelativePosition;
  try {
    relative = Y.decodeRelativePosition(encoded);
  } catch (cause) {
    throw new Failure('request.malformed', 'The place in the text could not be read.', undefined, { cause });
  }
  const position = relativePositionToAbsolutePosition(doc, fragment, relative, mapping as never);
  return position === null ? null : offsetAt(projection, position);
}

function nthIndexOf(text: string, words: string, occurrence: number): number {
  let at = text.indexOf(words);
  for (let n = 0; n < occurrence && at >= 0; n++) at = text.indexOf(words, at + 1);
  return at;
}
