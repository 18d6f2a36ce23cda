import type { Story, StorySentence } from '../story';

/** Does something else on this sentence already say who stands behind it, or that nobody does? */
export function inReach(story: Story, sentence: StorySentence): boolean {
  if (sentence.attributed) return true;
  return sentence.by.some((by) => {
    const item = story.attributions[by];
    return item !== undefined && (item.source !== null || item.relation.agentless);
  });
}
