import type { StoryAttribution, StorySentence } from '../story';

/** Does a reader of this attribution know who says it? Vague and agentless ones, and taking sides, do not count. */
export function attributes(attribution: StoryAttribution): boolean {
  if (
    attribution.source === null ||
    attribution.relation.agentless ||
    attribution.sourceKind === 'vague' ||
    attribution.sourceKind === 'none'
  )
    return false;
  return attribution.form !== 'attitude' || attribution.relation.class === 'mind';
}

/**
 * The attributions that a sentence rests on: those that stand inside another's content speak only through it ("it is
 * understood that officers advised …" rests on nobody).
 */
export function outermost(
  sentence: StorySentence,
  attributions: readonly StoryAttribution[],
): StoryAttribution[] {
  const all = sentence.by.flatMap((by) => attributions[by] ?? []);
  if (all.length < 2) return all;
  return all.filter((item) => {
    const { cue } = item;
    if (!cue) return true;
    return !all.some((other) => {
      if (
        other === item ||
        !other.cue ||
        other.relation.class === 'noun' ||
        (other.form === 'attitude' && other.relation.class !== 'mind')
      )
        return false;
      const holds = other.content.some((span) => span.start <= cue.start && cue.end <= span.end);
      // Two that hold each other ("said A, according to B"): the one at second hand is the outer one.
      const held = item.content.some(
        (span) => other.cue !== null && span.start <= other.cue.start && other.cue.end <= span.end,
      );
      return holds && (!held || other.relation.class === 'according');
    });
  });
}

/** Share of the sentence's characters that the given attributions account for: source, cue and content. */
export function covered(sentence: StorySentence, items: readonly StoryAttribution[]): number {
  const spans = items
    .flatMap((item) => [
      ...item.content,
      ...(item.source ? [item.source] : []),
      ...(item.cue ? [item.cue] : []),
    ])
    .filter((span) => span.start < sentence.end && sentence.start < span.end)
    .sort((left, right) => left.start - right.start);
  let at = sentence.start;
  let total = 0;
  for (const span of spans) {
    const start = Math.max(at, span.start);
    const end = Math.min(sentence.end, span.end);
    if (end > start) total += end - start;
    at = Math.max(at, end);
  }
  return total / Math.max(1, sentence.end - sentence.start);
}
