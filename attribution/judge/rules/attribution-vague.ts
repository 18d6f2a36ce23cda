import type { Rule } from '../rule';
import { covered, outermost } from '../../resolve/reader';
import { stakeOf } from '../risk';

/** Documents and media without a name are the business of other rules. */
const MEDIA =
  /\b(?:study|studies|research|polls?|surveys?|reports?|data|evidence|figures|statistics|media|press|television)\b/i;

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
      if (
        !sentence ||
        item.sourceKind !== 'vague' ||
        !item.source ||
        item.relation.sourceKind === 'pronoun' ||
        MEDIA.test(story.text.slice(item.source.start, item.source.end))
      )
        return [];
      if (
        item.form === 'attitude' &&
        !/^(?:believe|think|fear|worry|expect|hope|suspect|doubt|know)$/.test(item.relation.lemma)
      )
        return [];
      if (!outermost(sentence, story.attributions).includes(item) || covered(sentence, [item]) < 0.5)
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
