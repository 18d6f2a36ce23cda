import type { Story, StorySentence } from '../story';

/** Does something else on this sentence already say who stands behind it, or that nobody does? */
export function inReach(story: Story, sentence: StorySentence): boolean {
  if (sentence.attributed) return true;
  return sentence.by.some((by) => {
    const item = story.attributions[by];
    return item !== undefined && (item.source !== null || item.relation.agentless);
  });
}

/** "Nine in 10 doctors recommend": the figure is in the very source, and who counted is not said. */
export function figureSpeaks(story: Story, sentence: StorySentence): boolean {
  return sentence.by.some((by) => {
    const source = story.attributions[by]?.source;
    return (
      source != null &&
      /\b(?:in (?:\d+|two|three|four|five|ten)|percent|per cent|%)\b/.test(
        story.text.slice(source.start, source.end),
      )
    );
  });
}
