import type { Token } from '../tag/tagger';
import {
  headOf,
  isDash,
  isNominal,
  isQuoteMark,
  isTime,
  phraseLeft,
  phraseRight,
  type Phrase,
} from './phrases';

/** A sentence as a range of its block's tokens, `to` exclusive; `quoted[i]` is the quote that token i lies in, or -1. */
export interface TokenRange {
  from: number;
  to: number;
}

export type SubjectKind = 'name' | 'common' | 'pronoun' | 'relative' | 'shared' | 'inverted';

export interface Subject {
  phrase: Phrase;
  kind: SubjectKind;
  /** First token of the clause's own material on the left: phrase, apposition and what precedes the verb. */
  edge: number;
}

const PERSONAL = new Set(
  'he she they we i you it one who which that whom everyone everybody nobody someone somebody'.split(' '),
);
const SKIP_LEFT = new Set(
  'also then later once even just still again now further never not already repeatedly recently initially previously publicly'.split(
    ' ',
  ),
);

/** Index of the first token of the verb group that ends in `verb`: auxiliaries, "not", adverbs. */
export function verbGroupStart(tokens: readonly Token[], verb: number, limit: number): number {
  let at = verb;
  while (at > limit) {
    const left = tokens[at - 1];
    if (!left) break;
    const aux =
      left.pos === 'AUX' ||
      /^(?:has|have|had|'ve|'d|'s|'re|'m|'ll|did|does|do|will|would|may|might|could|can|should|must)$/.test(
        left.lower,
      );
    if (aux && left.lower === "'s" && tokens[at - 2]?.pos !== 'PRON') break;
    if (
      aux ||
      left.pos === 'ADV' ||
      SKIP_LEFT.has(left.lower) ||
      left.lower === "n't" ||
      left.lower === 'not'
    )
      at -= 1;
    else break;
  }
  return at;
}

/** Who does what the verb at `verb` says, read off word order; null where nobody is found. */
export function subjectOf(tokens: readonly Token[], verb: number, range: TokenRange): Subject | null {
  const start = verbGroupStart(tokens, verb, range.from);
  let at = start - 1;
  if (at < range.from) return null;
  // A parenthesis before the verb: "Sen. Ron Wyden (D-Ore.) said".
  if (tokens[at]?.text === ')') {
    let depth = at;
    while (depth > range.from && tokens[depth]?.text !== '(') depth -= 1;
    if (depth > range.from) at = depth - 1;
  }
  const token = tokens[at];
  if (!token) return null;
  if (token.pos === 'PRON' || token.lower === 'who' || token.lower === 'which') {
    if (
      token.lower === 'who' ||
      token.lower === 'which' ||
      (token.lower === 'that' && isNominal(tokens[at - 1]))
    ) {
      return relativeSubject(tokens, at, range);
    }
    if (!PERSONAL.has(token.lower)) {
      if (/^(?:this|that|these|those|there|what|its|his|her|their)$/.test(token.lower)) return null;
    }
    const phrase = { from: at, to: at + 1, head: at };
    return { phrase, kind: 'pronoun', edge: at };
  }
  if (token.lower === 'that' && isNominal(tokens[at - 1])) return relativeSubject(tokens, at, range);
  if (token.text === ',' || isDash(token)) {
    const main = beforeApposition(tokens, at, range);
    if (main) return main;
    return null;
  }
  if (isQuoteMark(token) || token.pos === 'CCONJ' || token.pos === 'SCONJ' || token.pos === 'ADP')
    return null;
  let end = at;
  // "Smith on Tuesday said", "the ministry Friday announced": the time is no part of the name.
  while (end > range.from && tokens[end] && isTime(tokens[end] as Token) && end - 1 >= range.from) {
    if (tokens[end - 1]?.pos === 'ADP') end -= 2;
    else if (isNominal(tokens[end - 1])) end -= 1;
    else break;
  }
  if (end < range.from) end = at;
  if (end !== at && tokens[end]?.text === ')') {
    let depth = end;
    while (depth > range.from && tokens[depth]?.text !== '(') depth -= 1;
    if (depth > range.from) end = depth - 1;
  }
  if (tokens[end]?.text === ',') {
    const main = beforeApposition(tokens, end, range);
    if (main) return main;
  }
  const group = tokens[end - 1];
  if (
    tokens[end]?.pos === 'VERB' &&
    /(?:ed|ing)$/.test(tokens[end]?.lower ?? '') &&
    end - 1 >= range.from &&
    group &&
    (group.lower === 'those' ||
      /^(?:people|voters|respondents|americans|adults|residents|officials|witnesses)$/.test(group.lower))
  ) {
    // "those surveyed say"
    return { phrase: { from: end - 1, to: end + 1, head: end - 1 }, kind: 'common', edge: end - 1 };
  }
  const phrase = phraseLeft(tokens, end, range.from);
  if (!phrase) return null;
  return { phrase, kind: tokens[phrase.head]?.pos === 'PROPN' ? 'name' : 'common', edge: phrase.from };
}

function relativeSubject(tokens: readonly Token[], at: number, range: TokenRange): Subject | null {
  let end = at - 1;
  if (tokens[end]?.text === ',') end -= 1;
  const phrase = end >= range.from ? phraseLeft(tokens, end, range.from) : null;
  if (!phrase) return null;
  return { phrase: { from: phrase.from, to: at + 1, head: phrase.head }, kind: 'relative', edge: at };
}

/** "Smith, who runs X, said": from the second comma back over the apposition to the name before the first. */
function beforeApposition(tokens: readonly Token[], comma: number, range: TokenRange): Subject | null {
  let left = comma - 1;
  for (let tries = 0; tries < 4; tries += 1) {
    while (left > range.from && tokens[left]?.text !== ',' && !isDash(tokens[left])) {
      if (isQuoteMark(tokens[left]) && tries === 0 && left === comma - 1) return null;
      left -= 1;
    }
    if (left <= range.from) return null;
    const first = tokens[left + 1];
    const before = tokens[left - 1];
    if (!first || !before) return null;
    const opensApposition =
      /^(?:who|whom|whose|which|a|an|the|one|his|her|their|its|both|then|now|former|also|speaking|citing|writing|formerly|himself|herself|including|along|like|but|in|at|of|from|for|on|during|while|when|after|with|however|too|meanwhile|though)$/.test(
        first.lower,
      ) ||
      first.pos === 'NUM' ||
      first.pos === 'NOUN' ||
      first.pos === 'ADJ' ||
      first.pos === 'PROPN' ||
      first.pos === 'ADV' ||
      (first.pos === 'CCONJ' && isDash(tokens[left])) ||
      (first.pos === 'VERB' && /(?:ing|ed)$/.test(first.lower));
    if (
      opensApposition &&
      (isNominal(before) || before.pos === 'PRON' || before.pos === 'ADJ' || before.text === ')')
    ) {
      let end = left - 1;
      if (before.text === ')') {
        while (end > range.from && tokens[end]?.text !== '(') end -= 1;
        end -= 1;
      }
      if (end < range.from) return null;
      const phrase = phraseLeft(tokens, end, range.from);
      if (phrase) {
        const head = tokens[phrase.head];
        const opening = tokens[phrase.from - 1];
        const object =
          phrase.from > range.from &&
          opening &&
          (opening.pos === 'ADP' || opening.pos === 'VERB' || opening.pos === 'AUX');
        if (object && first.pos === 'PROPN' && tokens[left]?.text === ',') {
          // "One pastor backing Cruz, Darran Whiting of Marion, said": the name itself speaks.
          return {
            phrase: { from: left + 1, to: comma, head: headOf(tokens, left + 1, comma) },
            kind: 'name',
            edge: left + 1,
          };
        }
        if (head && !isTime(head) && !object) {
          return {
            phrase: { from: phrase.from, to: comma + 1, head: phrase.head },
            kind: tokens[phrase.head]?.pos === 'PROPN' ? 'name' : head.pos === 'PRON' ? 'pronoun' : 'common',
            edge: phrase.from,
          };
        }
      }
    }
    left -= 1;
  }
  return null;
}

/** What stands between a reporting verb and what it reports: adverbs, times, "in a statement", the person told. */
export interface AfterCue {
  /** First token that is not an adjunct. */
  at: number;
  addressee: Phrase | null;
  /** "in a statement", "to reporters", "at a news conference": where it was said. */
  setting: Phrase[];
}

const SETTING_PREPOSITIONS = new Set(
  'in on at during after before via through outside from by to over earlier with last this'.split(' '),
);
const TELLING = new Set(
  'tell inform assure remind advise persuade convince ask urge warn promise notify brief instruct encourage implore beg'.split(
    ' ',
  ),
);

export function skipAdjuncts(tokens: readonly Token[], from: number, limit: number, lemma: string): AfterCue {
  let at = from;
  let addressee: Phrase | null = null;
  const setting: Phrase[] = [];
  for (;;) {
    const token = tokens[at];
    if (!token || at >= limit) break;
    const next = tokens[at + 1];
    if (addressee === null && at === from && TELLING.has(lemma)) {
      if (/^(?:me|him|her|them|us|you|it)$/.test(token.lower)) {
        addressee = { from: at, to: at + 1, head: at };
        at += 1;
        continue;
      }
      if (
        token.lower !== 'that' &&
        (token.pos === 'DET' ||
          token.pos === 'PROPN' ||
          token.pos === 'NOUN' ||
          token.pos === 'ADJ' ||
          token.pos === 'NUM' ||
          token.pos === 'PRON')
      ) {
        const phrase = phraseRight(tokens, at, limit, false);
        const after = phrase ? tokens[phrase.to] : undefined;
        if (phrase && !(after && (after.pos === 'VERB' || after.pos === 'AUX') && lemma !== 'tell')) {
          addressee = phrase;
          at = phrase.to;
          continue;
        }
      }
    }
    if (isTime(token) || (token.pos === 'NUM' && isTime(tokens[at - 1] ?? token) && at > from)) {
      at += 1;
      continue;
    }
    if (/^(?:last|this|next|late|early|earlier|later)$/.test(token.lower) && next && isTime(next)) {
      at += 2;
      continue;
    }
    if (
      token.pos === 'ADV' &&
      !/^(?:how|why|when|where|there|so|more|about|around|nearly|almost|roughly|only|even)$/.test(token.lower)
    ) {
      at += 1;
      continue;
    }
    if (token.pos === 'ADP' && SETTING_PREPOSITIONS.has(token.lower)) {
      const phrase = phraseRight(tokens, at + 1, limit);
      if (!phrase) break;
      // "said in 2012 the plan failed": a clause that only looks like the object of the preposition.
      setting.push(phrase);
      at = phrase.to;
      continue;
    }
    break;
  }
  return { at, addressee, setting };
}

/** Does tokens[from, to) hold a finite verb, so that it can be a clause? */
export function hasVerb(tokens: readonly Token[], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (
      token &&
      (token.pos === 'AUX' ||
        (token.pos === 'VERB' && !/ing$/.test(token.lower)) ||
        /^'(?:s|re|ll|ve|d|m)$/.test(token.lower))
    )
      return true;
  }
  return false;
}
