import { ruleIds, sameFacts, type Analysis, type QueryDecision } from '#attribution';
import type { ClaimsReply } from '#protocol';
import type { Projection } from './projection';

type Span = { start: number; end: number };

/**
 * What the newsroom decided, as far as it still holds for the text as it stands: the input of `openQueries`, for the sidebar and
 * the gate alike. A mark proves nothing: evidence counts only where the id has a record in this story and the text under it says
 * the same facts as the record. An answered sentence that gained words outside the mark is open again.
 *
 * @param marks where each claim id stands in the text now (`claimSpans`)
 */
export function standingDecisions(
  analysis: Analysis,
  projection: Projection,
  marks: ReadonlyMap<string, Span[]>,
  { claims, dismissals }: ClaimsReply,
): QueryDecision[] {
  const decisions: QueryDecision[] = [];
  for (const claim of claims) {
    if (claim.evidence.length === 0) continue;
    const spans =
      claim.field === null ? (marks.get(claim.id) ?? []) : spansInField(projection, claim.field, claim.text);
    if (spans.length === 0 || !sameFacts(claim.text, textUnder(projection, spans))) continue;
    for (const sentence of analysis.sentences) {
      const covered = spans
        .map((span) => ({
          start: Math.max(span.start, sentence.start),
          end: Math.min(span.end, sentence.end),
        }))
        .filter((span) => span.start < span.end);
      if (covered.length === 0) continue;
      const whole = projection.text.slice(sentence.start, sentence.end);
      if (!sameFacts(textUnder(projection, covered), whole)) continue;
      decisions.push({ type: 'evidence', spans: covered, sentence: whole });
    }
  }
  for (const { rule, sentence, effective } of dismissals) {
    const known = ruleIds.find((id) => id === rule);
    if (known) decisions.push({ type: 'dismissal', rule: known, sentence, effective });
  }
  return decisions;
}

const textUnder = (projection: Projection, spans: readonly Span[]) =>
  spans.map(({ start, end }) => projection.text.slice(start, end)).join(' ');

/** Claims on headline or dek carry no mark: the words are looked up in the field as it is now. */
function spansInField(projection: Projection, field: 'headline' | 'dek', text: string): Span[] {
  const block = projection.blocks.find((candidate) => candidate.key === field);
  const at = block?.text.indexOf(text) ?? -1;
  return block && at >= 0 ? [{ start: block.start + at, end: block.start + at + text.length }] : [];
}
