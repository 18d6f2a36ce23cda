import type { Rule } from '../rule';
import { stakeOf } from '../risk';

const HEDGE = /\b(?:allegedly|reportedly|purportedly|supposedly)\b/i;

export const allegedNoAlleger: Rule = {
  id: 'alleged.noAlleger',
  title: '“Allegedly” with nobody alleging',
  severity: 'warn',
  help: '“Allegedly” and “reportedly” do not say who alleges or reports; they protect nobody and tell the reader nothing.',
  standard: 'AP News Values; Reuters Handbook',
  fixes: ['name-who'],
  fires: [
    { text: 'The board allegedly knew about the missing money for months.' },
    { text: 'The troops reportedly told their commanders that they would not fight.' },
  ],
  nearMisses: [
    { text: 'Prosecutors say Pruitt allegedly used a second phone.' },
    { text: 'The board allegedly knew about it, according to the lawsuit.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      const match = HEDGE.exec(sentence.text);
      if (!match || sentence.kind === 'quote' || sentence.kind === 'boilerplate') return [];
      const at = sentence.start + match.index;
      // "reportedly told" takes back the speaker that it names; "prosecutors say he allegedly" has one.
      const named = sentence.by.some((by) => {
        const item = story.attributions[by];
        return (
          item &&
          item.source &&
          !item.relation.agentless &&
          item.sourceKind !== 'vague' &&
          item.form !== 'attitude'
        );
      });
      if (named) return [];
      return [
        {
          sentence: sentence.index,
          start: at,
          end: at + match[0].length,
          message: `“${match[0]}” names nobody: who says so?`,
          cause: `hedge:${sentence.index}`,
          stake: stakeOf(sentence, true),
        },
      ];
    });
  },
};
