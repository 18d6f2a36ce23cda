import type { Story } from '../../story';
import type { Rule } from '../rule';
import { figureOf } from '../risk';
import { inReach, figureSpeaks } from '../reach';

const FIGURE =
  /(?:[$£€¥]\s?\d[\d,.]*\s?(?:m|bn|k|million|billion|trillion)?\b|\b\d[\d,.]*\s?(?:%|percent|per cent|million|billion|trillion)(?![\p{L}])|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) in (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|\b\d{1,3}(?:,\d{3})+\b|\b(?:more than|at least|about|nearly|some|over|around) (?:\d+|hundreds|thousands|dozens)\b|\b(?!(?:1[5-9]|20)\d\d\b)(?:[2-9]\d|\d{3,})\b(?=\s+\p{Ll}))/iu;
const EXEMPT =
  /\b(?:aged? \d|\d+[- ]years?[- ]old|\d+ years?|years? ago|\d+ (?:minutes?|hours?|days?|weeks?|months?|seconds?|miles?|km|kilomet(?:re|er)s?|met(?:re|er)s?|feet|ft|acres|hectares|inches)|(?:shares?|stock|index|nasdaq|dow|ftse|s&p)\b|votes? (?:to|of)|voted|\d+[-–]\d+|dividend|ticket|admission|sentenced|jail|prison|years in|population of|home to|strong team|member (?:board|team|panel|committee)|seats?)\b/i;

export const numberUnsourced: Rule = {
  id: 'number.unsourced',
  title: 'Figure without a source',
  severity: 'warn',
  help: 'A figure comes from somewhere. Say who counted, or link the record.',
  standard: 'BBC Editorial Guidelines 3; Reuters Handbook',
  fixes: ['link-source', 'insert-attribution', 'common-knowledge'],
  fires: [
    { text: 'The centre loses £14,000 a week.' },
    { text: 'More than 8,000 people have fled north since dawn.' },
  ],
  nearMisses: [
    { text: 'The centre loses £14,000 a week, the council said.' },
    { text: 'Sheila Okonjo, 71, has lived there for 40 years.' },
    { text: 'Shares of Corvane rose 7.1 percent to $52.40.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      if (sentence.kind !== 'claim' && sentence.kind !== 'background') return [];
      if (inReach(story, sentence) && !figureSpeaks(story, sentence)) return [];
      const match = FIGURE.exec(sentence.text);
      const figure = figureOf(sentence.text);
      if (!match && figure === null) return [];
      if (
        EXEMPT.test(sentence.text) &&
        figure !== 'harm' &&
        !(figure === 'money' && !/\b(?:ticket|admission|shares?|stock|index|dividend)\b/i.test(sentence.text))
      )
        return [];
      if (figure === 'rate' && COUNTED.test(sentence.text)) return [];
      if (figure === 'rate' && sentence.graf > 1 && pollBefore(story, sentence.index)) return [];
      const start = sentence.start + (match?.index ?? 0);
      return [
        {
          sentence: sentence.index,
          start,
          end: match ? start + match[0].length : sentence.end,
          message: 'This figure has no source in reach.',
          // Figures of one graf mostly come from one place: one row, one source.
          cause: `figures:${sentence.blockIndex}`,
          severity: figure ? ('warn' as const) : ('info' as const),
          stake: figure ? ('figure' as const) : null,
        },
      ];
    });
  },
};

/** Results that everybody can look up: elections, standings, scores. */
const COUNTED =
  /\b(?:votes?|voters? (?:in|turned)|ballots?|delegates?|turnout|primary|primaries|caucus(?:es)?|elected|election|beat|bested|seats?|runner.?up|points? (?:ahead|behind|lead)|led|leads|leading|trail(?:s|ed|ing)?|ahead of|polls?|polling|survey)\b/i;

/** A poll or survey is named in this graf or the five sentences before: its percentages go on. */
function pollBefore(story: Story, index: number): boolean {
  for (let at = index; at >= 0 && at > index - 6; at -= 1)
    if (/\b(?:poll|survey|study|census|report)\b/i.test(story.sentences[at]?.text ?? '')) return true;
  return false;
}
