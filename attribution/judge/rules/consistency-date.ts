import type { Rule } from '../rule';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTH =
  '(Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)';
const DATE = new RegExp(
  `\\b(Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday),? (?:the )?(?:${MONTH} (\\d{1,2})(?:st|nd|rd|th)?|(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}),? ((?:19|20)\\d\\d)\\b`,
  'gi',
);

/** A weekday, a day of the month and a year that cannot all be right. Only full dates are judged: there is no clock here. */
export const consistencyDate: Rule = {
  id: 'consistency.date',
  title: 'Weekday and date do not match',
  severity: 'warn',
  help: 'The weekday does not fall on that date. Check the calendar, or mark it CQ.',
  standard: 'Every desk’s checklist',
  fixes: ['jump-both', 'cq'],
  fires: [
    { text: 'The election was held on Monday, Nov. 8, 2016.' },
    { text: 'They met on Sunday 3 March 2020.' },
  ],
  nearMisses: [
    { text: 'The election was held on Tuesday, Nov. 8, 2016.' },
    { text: 'They meet on Tuesday, Nov. 8.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) =>
      [...sentence.text.matchAll(DATE)].flatMap((match) => {
        const month = MONTHS.findIndex((name) =>
          name.startsWith((match[2] ?? match[5] ?? '').toLowerCase().replace('.', '').slice(0, 3)),
        );
        const day = Number(match[3] ?? match[4]);
        const year = Number(match[6]);
        const date = new Date(Date.UTC(year, month, day));
        if (date.getUTCMonth() !== month) return [];
        const real = DAYS[date.getUTCDay()] ?? '';
        if (real === (match[1] ?? '').toLowerCase()) return [];
        const start = sentence.start + match.index;
        return [
          {
            sentence: sentence.index,
            start,
            end: start + match[0].length,
            message: `That day was a ${real.charAt(0).toUpperCase()}${real.slice(1)}.`,
            cause: `date:${sentence.index}.${match.index}`,
          },
        ];
      }),
    );
  },
};
