import type { Token } from '../tag/tagger';

/** A noun phrase as token indexes, `to` exclusive; `head` is its main noun, pronoun or the last word of its name. */
export interface Phrase {
  from: number;
  to: number;
  head: number;
}

const LEFT_PREPOSITIONS = new Set(
  'of in at for from with on to by near between behind within across outside among inside against under over around'.split(
    ' ',
  ),
);
const TIME_WORDS = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january february march ' +
    'april may june july august september october november december jan. feb. aug. sept. oct. nov. dec. week month ' +
    'year morning afternoon evening night noon midnight weekend earlier later recently now then again once day'
  ).split(' '),
);
/** Words that stand for people on their own: "Most believe that …". */
const QUANTIFIERS = new Set('most many some few others both several each all none neither half'.split(' '));
const POSSESSIVES = new Set('his her its their my our your whose'.split(' '));

export function isTime(token: Token): boolean {
  return TIME_WORDS.has(token.lower) || /^(?:19|20)\d\d$/.test(token.text);
}

export function isNominal(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.pos === 'NOUN' || token.pos === 'PROPN' || token.pos === 'NUM' || token.pos === 'SYM')
  );
}

export function isQuoteMark(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.text === '"' || token.text === "'" || token.text === "''" || token.text === '``')
  );
}

export function isDash(token: Token | undefined): boolean {
  return token !== undefined && /^(?:[–—―]|--+)$/.test(token.text);
}

/** The noun phrase that ends at `end` (inclusive), searched to the left but not before `limit`. */
export function phraseLeft(tokens: readonly Token[], end: number, limit: number): Phrase | null {
  const last = tokens[end];
  if (!last) return null;
  if (last.pos === 'PRON') {
    const part = tokens[end - 2];
    if (
      tokens[end - 1]?.lower === 'of' &&
      part &&
      end - 2 >= limit &&
      (part.pos === 'NUM' || part.pos === 'NOUN' || QUANTIFIERS.has(part.lower) || part.lower === 'one')
    )
      return { from: end - 2, to: end + 1, head: end - 2 };
    return { from: end, to: end + 1, head: end };
  }
  if (QUANTIFIERS.has(last.lower)) return { from: end, to: end + 1, head: end };
  if (!isNominal(last) && last.pos !== 'ADJ' && last.pos !== 'DET') {
    if (last.lower !== "'s" && last.text !== '.') return null;
  }
  let from = end;
  let closed = false;
  while (from > limit) {
    const left = tokens[from - 1];
    if (!left) break;
    const beyond = tokens[from - 2];
    if (left.pos === 'ADP') {
      if (!LEFT_PREPOSITIONS.has(left.lower) || from - 2 < limit) break;
      if (
        !isNominal(beyond) &&
        !(beyond && /^(?:one|some|many|most|all|both|none|several|each|few|others|those)$/.test(beyond.lower))
      )
        break;
      from -= 2;
      closed = false;
      continue;
    }
    if (closed) break;
    if (left.pos === 'CCONJ' && /^(?:and|&)$/.test(left.lower)) {
      if (!isNominal(beyond) || from - 2 < limit) break;
      const other = phraseLeft(tokens, from - 2, limit);
      const before = other ? tokens[other.from - 1] : undefined;
      if (
        !other ||
        (before &&
          other.from > limit &&
          (before.pos === 'VERB' || before.pos === 'ADP' || before.pos === 'AUX'))
      )
        break;
      from = other.from;
      break;
    }
    if (left.pos === 'DET' || (left.pos === 'PRON' && POSSESSIVES.has(left.lower))) {
      from -= 1;
      closed = true;
      continue;
    }
    if (isNominal(left) || left.pos === 'ADJ' || (left.pos === 'ADV' && tokens[from]?.pos === 'ADJ')) {
      from -= 1;
      continue;
    }
    if (
      left.lower === "'s" ||
      (left.text === "'" && beyond && /s$/.test(beyond.lower) && beyond.end === left.start)
    ) {
      if (from - 2 < limit) break;
      from -= 1;
      continue;
    }
    if (left.text === '-' && from - 2 >= limit && beyond && beyond.end === left.start) {
      from -= 2;
      continue;
    }
    if (left.pos === 'VERB' && beyond?.text === '-' && beyond.end === left.start) {
      from -= 1;
      continue;
    }
    if (left.pos === 'VERB' && from - 2 >= limit && tokens[from]?.lower === 'by' && isNominal(beyond)) {
      from -= 1;
      continue;
    }
    if (
      left.pos === 'VERB' &&
      /(?:ed|ing)$/.test(left.lower) &&
      beyond &&
      (beyond.pos === 'DET' || POSSESSIVES.has(beyond.lower))
    ) {
      from -= 1;
      continue;
    }
    if (
      left.text === '.' &&
      beyond &&
      beyond.end === left.start &&
      /^\p{Lu}/u.test(beyond.text) &&
      beyond.text.length < 4
    ) {
      from -= 2;
      continue;
    }
    break;
  }
  while (from < end && /^(?:'s|')$/.test(tokens[from]?.lower ?? '')) from += 1;
  return { from, to: end + 1, head: headOf(tokens, from, end + 1) };
}

/** Main word of the phrase tokens[from, to): the last nominal before its first preposition, comma or verb. */
export function headOf(tokens: readonly Token[], from: number, to: number): number {
  let head = -1;
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (isNominal(token) || token.pos === 'PRON') {
      if (token.pos === 'PRON' && POSSESSIVES.has(token.lower)) continue;
      if (/^(?:who|which|that|whom)$/.test(token.lower) && head >= 0) break;
      head = index;
    } else if (token.pos === 'ADP' && head >= 0) {
      const next = tokens[index + 1];
      const quantity = tokens[head];
      if (
        token.lower === 'of' &&
        next &&
        quantity &&
        /^(?:one|two|three|some|many|most|several|all|both|group|number|team|couple|dozens|hundreds|thousands|pair|series)$/.test(
          quantity.lower,
        )
      )
        continue;
      break;
    } else if (token.pos === 'PUNCT' && token.text !== '-' && token.text !== '.' && head >= 0) break;
    else if (token.pos === 'VERB' && head >= 0) break;
    else if (token.lower === "'s" && head >= 0) continue;
  }
  return head >= 0 ? head : to - 1;
}

const RIGHT_PREPOSITIONS = new Set(
  'of in at for from with by on to among near inside within between against about'.split(' '),
);
const PARTICIPLES = new Set(
  'polled surveyed interviewed seen obtained published released filed reviewed conducted commissioned issued posted compiled provided cited quoted called named based led written sent dated produced prepared familiar close briefed involved unsealed read shared circulated made given viewed aired broadcast signed held delivered'.split(
    ' ',
  ),
);

/** The noun phrase that starts at `start`, searched to the right but not beyond `limit` (exclusive). */
export function phraseRight(
  tokens: readonly Token[],
  start: number,
  limit: number,
  prepositions = true,
): Phrase | null {
  let to = start;
  let nouns = 0;
  while (to < limit) {
    const token = tokens[to];
    if (!token) break;
    const next = tokens[to + 1];
    if (isNominal(token)) {
      nouns += 1;
      to += 1;
      continue;
    }
    if (token.pos === 'PRON') {
      if (POSSESSIVES.has(token.lower) && nouns === 0) {
        to += 1;
        continue;
      }
      if (to === start) {
        to += 1;
        nouns += 1;
      }
      break;
    }
    if (token.pos === 'DET' || token.pos === 'ADJ') {
      if (nouns > 0 && token.pos === 'DET') break;
      if (nouns > 0 && !PARTICIPLES.has(token.lower) && !isNominal(next)) break;
      to += 1;
      continue;
    }
    if (token.lower === "'s" || (token.text === "'" && tokens[to - 1]?.end === token.start && to > start)) {
      to += 1;
      continue;
    }
    if (nouns === 0 && next?.text === '-' && next.start === token.end && tokens[to + 2]) {
      to += 3;
      continue;
    }
    if (token.text === '-' && to > start && next && tokens[to - 1]?.end === token.start) {
      to += 2;
      nouns += 1;
      continue;
    }
    if (token.text === '&' || (token.pos === 'CCONJ' && token.lower === 'and' && nouns > 0)) {
      if (!next || !(isNominal(next) || next.pos === 'DET' || next.pos === 'ADJ')) break;
      const after = tokens[to + 2];
      if (after && (after.pos === 'VERB' || after.pos === 'AUX')) break;
      to += 1;
      if (next.pos === 'DET') to += 1;
      continue;
    }
    if (token.pos === 'ADP' && prepositions && nouns > 0 && RIGHT_PREPOSITIONS.has(token.lower)) {
      if (
        !next ||
        !(
          isNominal(next) ||
          next.pos === 'DET' ||
          next.pos === 'ADJ' ||
          (next.pos === 'PRON' && (POSSESSIVES.has(next.lower) || next.lower === 'them'))
        )
      )
        break;
      to += next.pos === 'PRON' || next.pos === 'DET' ? 2 : 1;
      continue;
    }
    if (nouns > 0 && (PARTICIPLES.has(token.lower) || (token.pos === 'VERB' && next?.lower === 'by'))) {
      to += 1;
      continue;
    }
    if (token.pos === 'ADV' && nouns === 0 && next && (next.pos === 'ADJ' || next.pos === 'NUM')) {
      to += 1;
      continue;
    }
    if (
      token.pos === 'VERB' &&
      nouns === 0 &&
      /(?:ed|ing)$/.test(token.lower) &&
      to > start &&
      isNominal(next)
    ) {
      to += 1;
      continue;
    }
    break;
  }
  if (nouns === 0) return null;
  while (
    to > start + 1 &&
    tokens[to - 1] &&
    (tokens[to - 1]?.pos === 'ADP' || tokens[to - 1]?.pos === 'DET' || tokens[to - 1]?.pos === 'CCONJ')
  )
    to -= 1;
  return { from: start, to, head: headOf(tokens, start, to) };
}
