import type { Rule } from '../rule';

const DEGREE =
  'largest|biggest|smallest|oldest|youngest|longest|shortest|tallest|highest|lowest|fastest|slowest|richest|poorest|busiest|deadliest|costliest|heaviest|driest|wettest|hottest|coldest|steepest|earliest|most (?:populous|expensive|visited|watched|common|valuable|decorated|dangerous|popular|lucrative)';
/** Said of something ("is the largest …"), not a mere epithet ("the world’s biggest gambling company made …"). */
const SUPERLATIVE = new RegExp(
  `\\b(?:(?:is|was|are|were|become|became|becomes|be|been|remains?|makes? (?:it|him|her|them)) (?:\\p{L}+ )?(?:the|its|his|her|their|one of the|among the|[\\p{L}’']+[’']s(?: \\p{L}+)?) (?:\\p{L}+[’']s )?(?:(?:second|third)[- ])?(?:${DEGREE}|first|only)\\b|(?:more|fewer|less|higher|lower|larger|bigger) (?:\\p{L}+ ){0,3}than any(?: other)?|never before|unprecedented|(?:all-time|record) (?:high|low)s?)\\b`,
  'iu',
);
const NOT =
  /\b(?:first (?:lady|half|quarter|name|floor|time|minister|aid|place|round|class|degree|grade|step|of all|instance|base|day|week|year|thing|two|three|few|person|responders?)|at (?:first|least|most|best|worst)|most (?:of|people|likely)|for the most part|best (?:man|known|friend|seller|western)|the best (?:way|thing|of)|first-degree|only (?:child|way|thing|if))\b/i;

export const superlative: Rule = {
  id: 'superlative',
  title: 'First, largest, only',
  severity: 'warn',
  help: 'A superlative is a claim about everything else. Say who counts it so, or soften it.',
  standard: 'AP Stylebook practice; Reuters Handbook',
  fixes: ['link-source', 'soften'],
  fires: [
    { text: 'It was the largest charity of its kind on the coast.' },
    { text: 'She has held more town halls than any governor in the state’s history.' },
  ],
  nearMisses: [
    { text: 'The first lady visited the first floor at least twice.' },
    { text: 'It was the largest charity on the coast, the auditor said.' },
    { text: 'At first the most likely outcome was a draw.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      if (sentence.attributed || !/^(?:claim|background|opinion|heading)$/.test(sentence.kind)) return [];
      const match = SUPERLATIVE.exec(sentence.text);
      if (!match || NOT.test(sentence.text.slice(match.index, match.index + match[0].length + 14))) return [];
      const start = sentence.start + match.index;
      if (
        sentence.block.facts.quotes.some(
          (quote) => sentence.block.start + quote.start <= start && start < sentence.block.start + quote.end,
        )
      )
        return [];
      return [
        {
          sentence: sentence.index,
          start,
          end: start + match[0].length,
          message: `“${match[0]}”: who says so?`,
          cause: `superlative:${sentence.index}`,
        },
      ];
    });
  },
};
