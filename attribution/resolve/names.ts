import type { SourceKind } from '../analysis';
import { documentNouns, vagueGroups } from '../lexicon/cues';
import { bodyNouns, isOutlet, newsNouns } from '../lexicon/outlets';
import type { Phrase } from '../find/phrases';
import type { Token } from '../tag/tagger';

/** What a source phrase says of itself, before anything is known about the story. */
export interface Naming {
  /** The phrase's text without apposition. */
  text: string;
  /** The proper name in it without titles, or null: "Arvo Stahl" in "Gen. Arvo Stahl, who commands …". */
  name: string | null;
  kind: SourceKind;
  head: string;
}

const TITLES = new Set(
  (
    'mr mrs ms miss dr gen general rep reps representative sen sens senator gov governor lt col colonel sgt sergeant capt captain ' +
    'maj major adm admiral rev reverend hon pres president prof professor sir dame lord lady baroness baron count cllr councillor ' +
    'sheriff detective det insp inspector supt superintendent chief secretary minister ambassador judge justice chancellor mayor ' +
    'king queen prince princess pope archbishop bishop cardinal father sister deputy attorney officer spokesman spokeswoman ' +
    'spokesperson prime vice foreign first-lady coach chairman chairwoman chair director executive financial operating ceo ' +
    'candidate nominee republican democrat democratic commander former texas'
  ).split(' '),
);

export function isTitle(word: string): boolean {
  return TITLES.has(word.toLowerCase().replace(/\.$/, ''));
}

const UNNAMED =
  /\b(?:anonym|unnamed|not to be named|declined to be (?:named|identified)|condition of|familiar with|close to|briefed on|with (?:direct )?knowledge)\b/i;

export function namingOf(tokens: readonly Token[], phrase: Phrase, raw: string): Naming {
  const head = tokens[phrase.head];
  const word = head?.lower ?? '';
  const name = properName(tokens, phrase);
  const text = raw.replace(/[,\s]+$/, '');
  const outlet = /^(?:reports?|article|story|piece|account|interview)$/.test(word)
    ? outletIn(tokens, phrase)
    : null;
  if (outlet) return { text, name: outlet, head: word, kind: 'outlet' };
  return { text, name, head: word, kind: kindOf(tokens, phrase, word, name, text) };
}

/** The newsroom named in "the New York Times report", or null. */
export function outletIn(tokens: readonly Token[], phrase: Phrase): string | null {
  for (let from = phrase.from; from < phrase.to; from += 1) {
    const capital = (index: number) =>
      /^\p{Lu}/u.test(tokens[index]?.text ?? '') && tokens[index]?.lower !== 'the';
    if (!capital(from)) continue;
    let to = from;
    while (to < phrase.to && (capital(to) || tokens[to]?.text === '-')) to += 1;
    const words = tokens.slice(from, to).map((token) => token.text);
    for (let length = words.length; length > 0; length -= 1) {
      const name = words.slice(0, length).join(' ');
      if (isOutlet(name)) return name;
    }
    from = to;
  }
  return null;
}

/** The run of proper nouns at the head, without titles; for "the Karsov health ministry" there is none. */
export function properName(tokens: readonly Token[], phrase: Phrase): string | null {
  let to = phrase.head + 1;
  let from = phrase.head;
  if (tokens[from]?.pos !== 'PROPN') return null;
  const joins = (token: Token | undefined, near: Token | undefined) =>
    token !== undefined &&
    near !== undefined &&
    (token.pos === 'PROPN' ||
      (token.text === '-' && token.end === near.start) ||
      (/^(?:of|de|van|von|der|al|bin|&)$/.test(token.lower) && /^\p{Lu}/u.test(near.text)) ||
      (token.text === '.' && token.end <= near.start));
  while (from > phrase.from && joins(tokens[from - 1], tokens[from])) from -= 1;
  while (to < phrase.to && tokens[to]?.pos === 'PROPN') to += 1;
  while (from < to && /^(?:of|de|&|-|\.)$/.test(tokens[from]?.lower ?? '')) from += 1;
  while (from < to - 1 && isTitle(tokens[from]?.text ?? '')) from += 1;
  const first = tokens[from];
  const last = tokens[to - 1];
  if (!first || !last) return null;
  let name = '';
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    const before = tokens[index - 1];
    if (!token) continue;
    name += index > from && before && before.end < token.start ? ` ${token.text}` : token.text;
  }
  return name;
}

function kindOf(
  tokens: readonly Token[],
  phrase: Phrase,
  head: string,
  name: string | null,
  text: string,
): SourceKind {
  if (UNNAMED.test(text)) return 'anonymous';
  if (/^(?:reports?|article|story|piece|account|interview)$/.test(head) && outletIn(tokens, phrase))
    return 'outlet';
  if (documentNouns.has(head) && !/^(?:paper|ad|statement)$/.test(head)) return 'document';
  if (newsNouns.has(head) || isOutlet(name ?? text)) return 'outlet';
  if (documentNouns.has(head)) return 'document';
  if (bodyNouns.has(head)) return 'organization';
  if (name !== null) {
    const words = name.split(' ');
    if (/^[A-Z]{2,6}$/.test(name) || words.some((item) => bodyNouns.has(item.toLowerCase())))
      return 'organization';
    return 'person';
  }
  if (vagueGroups.has(head)) return phrase.to - phrase.from <= 2 ? 'vague' : 'anonymous';
  return 'person';
}
