import { plain } from './tag/tagger';
import { quotesOf } from './segment/quotes';

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  thirteen: '13',
  fourteen: '14',
  fifteen: '15',
  sixteen: '16',
  seventeen: '17',
  eighteen: '18',
  nineteen: '19',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  seventy: '70',
  eighty: '80',
  ninety: '90',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
  sixth: '6th',
  seventh: '7th',
  eighth: '8th',
  ninth: '9th',
  tenth: '10th',
};
/** House-style forms that say the same thing. */
const SAME: Readonly<Record<string, string>> = {
  percent: '%',
  pct: '%',
  m: 'million',
  mn: 'million',
  bn: 'billion',
  b: 'billion',
  tn: 'trillion',
  k: 'thousand',
  cannot: 'can not',
  "can't": 'can not',
  "won't": 'will not',
  "shan't": 'shall not',
  "ain't": 'is not',
  "'ll": 'will',
  "'re": 'are',
  "'ve": 'have',
  "'m": 'am',
  mister: 'mr',
  doctor: 'dr',
  general: 'gen',
  senator: 'sen',
  governor: 'gov',
  representative: 'rep',
  president: 'pres',
  lieutenant: 'lt',
  colonel: 'col',
  sergeant: 'sgt',
  captain: 'capt',
  professor: 'prof',
  councillor: 'cllr',
  saint: 'st',
  street: 'st',
  avenue: 'ave',
  january: 'jan',
  february: 'feb',
  september: 'sept',
  sep: 'sept',
  october: 'oct',
  november: 'nov',
  december: 'dec',
  august: 'aug',
  organisation: 'organization',
  programme: 'program',
  centre: 'center',
  theatre: 'theater',
  metre: 'meter',
  litre: 'liter',
  defence: 'defense',
  licence: 'license',
  offence: 'offense',
  cheque: 'check',
  grey: 'gray',
  tyre: 'tire',
  aeroplane: 'airplane',
  adviser: 'advisor',
  advisers: 'advisors',
  email: 'e-mail',
  emails: 'e-mails',
  learnt: 'learned',
  burnt: 'burned',
  dreamt: 'dreamed',
  spelt: 'spelled',
  whilst: 'while',
  amongst: 'among',
  towards: 'toward',
  afterwards: 'afterward',
  okay: 'ok',
  us: 'us',
};
const DROPPED = new Set(['a', 'an', 'the', 'that']);

/**
 * Do two sentences state the same facts? Equal content words, figures with their units, negations, hedges and quoted
 * words, in the same order. Punctuation, case, articles and house-style forms (3 % = three percent = 3 per cent) do not
 * count. In doubt the answer is no. Pure; spelling mistakes put right are judged on the server.
 */
export function sameFacts(then: string, now: string): boolean {
  if (then === now) return true;
  const left = factsOf(then);
  const right = factsOf(now);
  return left.length === right.length && left.every((word, index) => word === right[index]);
}

/** The sequence of facts that `sameFacts` compares; quoted words carry a mark of their own. */
export function factsOf(sentence: string): string[] {
  const source = plain(sentence.normalize('NFC'));
  const quotes = quotesOf(source);
  const facts: string[] = [];
  let quote = 0;
  const pattern =
    /[$£€¥]|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|%|\p{L}[\p{L}\p{M}]*(?:['.-]\p{L}[\p{L}\p{M}]*)*|&|@\w+|#\w+|[+−]\d/gu;
  for (const match of source.matchAll(pattern)) {
    while (quote < quotes.length && (quotes[quote]?.end ?? 0) <= match.index) quote += 1;
    const inside = quotes[quote];
    const mark = inside && match.index >= inside.start ? '"' : '';
    for (const word of normal(match[0])) {
      if (!DROPPED.has(word) || mark) facts.push(DROPPED.has(word) ? word : mark + word);
    }
  }
  return joinUnits(facts.filter((word) => !DROPPED.has(word)));
}

function normal(raw: string): string[] {
  const word = raw.toLowerCase();
  if (/^\d/.test(word)) return [word.replace(/,(?=\d{3})/g, '')];
  const same = SAME[word];
  if (same) return same.split(' ');
  if (NUMBER_WORDS[word]) return [NUMBER_WORDS[word] ?? word];
  const not = /^(\p{L}+)n't$/u.exec(word);
  if (not?.[1]) return [not[1], 'not'];
  const tail = /^(\p{L}[\p{L}-]*)'(ll|re|ve|m)$/u.exec(word);
  if (tail?.[1] && tail[2]) return [tail[1], SAME[`'${tail[2]}`] ?? tail[2]];
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return [word.replaceAll('.', '')];
  if (word.includes('-')) {
    const parts = word.split('-');
    if (parts.length === 2 && NUMBER_WORDS[parts[0] ?? ''] && NUMBER_WORDS[parts[1] ?? '']) {
      return [String(Number(NUMBER_WORDS[parts[0] ?? '']) + Number(NUMBER_WORDS[parts[1] ?? '']))];
    }
    return parts.flatMap((part) => normal(part));
  }
  return [american(word)];
}

/** British and American endings of one word. */
function american(word: string): string {
  if (word.length < 6)
    return /^(?:colour|favour|honour|labour)$/.test(word) ? word.replace('our', 'or') : word;
  return word
    .replace(/is(e|ed|es|ing|ation|ations|er|ers)$/, 'iz$1')
    .replace(/ys(e|ed|es|ing)$/, 'yz$1')
    .replace(
      /our(s|ed|ing|able|ite|ites|ful|ly|less)?$/,
      (_all, tail: string | undefined) => `or${tail ?? ''}`,
    )
    .replace(/ll(ed|ing|er|ers)$/, 'l$1')
    .replace(/re(s)?$/, (_all, tail: string | undefined) => `er${tail ?? ''}`);
}

/** "per cent" → %, "$ 3 million" and "3 million dollars" alike. */
function joinUnits(words: string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1];
    if (/^"?per$/.test(word) && next && /^"?cent$/.test(next)) {
      joined.push(word.startsWith('"') ? '"%' : '%');
      index += 1;
    } else joined.push(word);
  }
  return joined;
}
