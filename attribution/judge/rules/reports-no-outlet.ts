import type { Rule } from '../rule';
import { stakeOf } from '../risk';

const REPORTS =
  /\b(?:(?:local|state|foreign|news|social|some|several|various|multiple|unconfirmed|press|media|recent|the|israeli|russian|chinese|us|u\.s\.|british|german|french|turkish|iranian|ukrainian|indian) )*(?:media|press|news|newspaper|television|tv|radio) reports?\b|\b(?:local|state|national|foreign|several|some|israeli|russian|chinese|turkish|british|german|french) (?:media|press|newspapers|news outlets|outlets)\b|\b(?:unconfirmed )?reports (?:say|said|suggest|suggested|have emerged|emerged|indicate|indicated|claim|claimed)\b|^(?:according to )?(?:a|one) report\b/i;
const SHOWS_SPEECH =
  /\b(?:according to|reported|reporting|said|says|say|report|suggest|emerged|emerge|claim|cited|citing)\b/i;

export const reportsNoOutlet: Rule = {
  id: 'reports.noOutlet',
  title: 'Reports, but whose?',
  severity: 'warn',
  help: 'If another newsroom found it, name that newsroom: readers must be able to find and weigh the report.',
  standard: 'Reuters Handbook; JTI clause 12',
  fixes: ['name-outlet', 'credit-and-link'],
  fires: [
    { text: 'Local media are reporting heavy shelling around the railway yards.' },
    { text: 'Detectives are looking at bank transfers worth £4m, according to media reports.' },
  ],
  nearMisses: [
    { text: 'The Harbour Times reported heavy shelling around the railway yards.' },
    { text: 'The minister criticised the local media for its tone.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      const match = REPORTS.exec(sentence.text);
      if (!match || sentence.kind === 'quote' || !SHOWS_SPEECH.test(sentence.text)) return [];
      if (
        sentence.by.some(
          (by) =>
            story.attributions[by]?.sourceKind === 'outlet' &&
            story.attributions[by]?.resolved !== null &&
            !REPORTS.test(story.attributions[by]?.resolved ?? ''),
        )
      )
        return [];
      const holder = sentence.by
        .map((by) => story.attributions[by])
        .find((item) => item && item.source && item.sentence === sentence.index);
      const at = sentence.start + match.index;
      if (
        holder?.source &&
        !(holder.source.start < at + match[0].length && at < holder.source.end) &&
        holder.sourceKind !== 'vague'
      )
        return [];
      return [
        {
          sentence: sentence.index,
          start: at,
          end: at + match[0].length,
          message: `“${match[0]}”: which newsroom reported it?`,
          cause: `reports:${sentence.index}`,
          stake: stakeOf(sentence, true),
        },
      ];
    });
  },
};
