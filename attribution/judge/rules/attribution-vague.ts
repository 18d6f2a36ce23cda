import type { Rule } from '../rule';
import { stakeOf } from '../risk';

export const attributionVague: Rule = {
  id: 'attribution.vague',
  title: 'Vague source',
  severity: 'warn',
  help: 'Readers cannot weigh “experts” or “sources”. Name them, or say what they are and how they know.',
  standard: 'AP News Values; NPR Ethics Handbook; NYT Guidelines on Integrity',
  fixes: ['describe-role', 'link-source'],
  fires: [
    { text: 'Experts say the advance is designed to cut the rail link before winter.' },
    { text: 'Sources said more arrests are likely.' },
  ],
  nearMisses: [
    { text: 'Prosecutors said more arrests are likely.' },
    { text: 'Researchers at Wexcombe University said the effect was small.' },
  ],
  test(story) {
    return story.attributions.flatMap((item) => {
      const sentence = story.sentences[item.sentence];
      if (!sentence || item.sourceKind !== 'vague' || !item.source || item.relation.sourceKind === 'pronoun')
        return [];
      if (
        sentence.by.some(
          (by) =>
            by !== item.index &&
            story.attributions[by]?.sourceKind !== 'vague' &&
            story.attributions[by]?.source,
        )
      )
        return [];
      const words = story.text.slice(item.source.start, item.source.end);
      return [
        {
          sentence: sentence.index,
          start: item.source.start,
          end: item.source.end,
          message: `“${words}” does not tell a reader who says this.`,
          cause: `vague:${sentence.index}`,
          stake: stakeOf(sentence, true),
        },
      ];
    });
  },
};
