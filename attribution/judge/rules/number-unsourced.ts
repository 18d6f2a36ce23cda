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
      const start = sentence.start + (match?.index ?? 0);
      return [
        {
          sentence: sentence.index,
          start,
          end: match ? start + match[0].length : sentence.end,
          message: 'This figure has no source in reach.',
          cause: `claim:${sentence.index}`,
          stake: figure ? ('figure' as const) : sentence.graf <= 3 ? ('lead' as const) : null,
        },
      ];
    });
  },
};
