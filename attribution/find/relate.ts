import type { Span } from '../analysis';
import type { Token } from '../tag/tagger';
import type { Candidate } from './candidate';
import { hasVerb, skipAdjuncts, subjectOf, verbGroupStart } from './clause';
import { contentBefore, formOf, spanOf } from './content';
import { whatFollows, type Known } from './follow';
import { passiveRelation } from './passive';
import { isDash, isQuoteMark, phraseRight, type Phrase } from './phrases';
import type { BlockFacts, BlockSentence, Relation } from './relation';
import { sourceFits } from './source';

/** Makes the relation of one candidate; `bound` is the token before which its content must end. */
export function relate(
  facts: BlockFacts,
  index: number,
  candidate: Candidate,
  bound: number,
  last: Relation | null,
): Relation | null {
  const { tokens } = facts;
  const sentence = facts.sentences[index];
  const token = tokens[candidate.at];
  if (!sentence || !token) return null;
  const groupStart = verbGroupStart(tokens, candidate.at, sentence.from);
  const base = {
    sentence: index,
    cue: { start: token.start, end: token.end },
    at: candidate.at,
    lemma: token.lemma,
    class: candidate.class,
    agentless: false,
    addressee: null,
    setting: [],
  };
  if (candidate.passive) return passiveRelation(facts, sentence, base, groupStart, bound);
  const inverted = inversion(facts, sentence, candidate, base, groupStart, bound, last);
  if (inverted) return inverted;
  if (candidate.class === 'seem') return seeming(facts, sentence, candidate, base, groupStart, bound);

  let source: Phrase | null = candidate.subject?.phrase ?? null;
  let sourceKind = candidate.subject?.kind ?? null;
  if (candidate.shared && !source) {
    source =
      last?.source && !last.agentless
        ? last.source
        : (firstSubject(facts, sentence, candidate.at) ?? last?.source ?? null);
    sourceKind = source ? 'shared' : null;
    if (!source && candidate.at === sentence.from) {
      source = subjectAfterComma(facts, sentence);
      sourceKind = source ? 'shared' : null;
    }
  }
  if (!source || !sourceFits(tokens, source, candidate.class, token.lemma)) return null;

  const after = skipAdjuncts(tokens, candidate.at + 1, bound, token.lemma);
  const known = { ...base, source, sourceKind, addressee: after.addressee, setting: after.setting };
  const edge = candidate.subject?.edge ?? groupStart;
  const asOpens = edge > sentence.from && tokens[edge - 1]?.lower === 'as' && !candidate.shared;
  if (asOpens) return asClause(facts, sentence, known, edge, bound);
  const tail = tailOf(facts, sentence, candidate, known, after.at, edge, bound, last);
  if (tail !== undefined) return tail;
  return whatFollows(facts, sentence, candidate, known, after.at, edge, bound);
}

type Base = Omit<Relation, 'source' | 'sourceKind' | 'content' | 'form' | 'place'>;

function isBoundary(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.text === ',' || isQuoteMark(token) || isDash(token) || /^[?!]$/.test(token.text))
  );
}

/** "…," said Mara Lindqvist: what is reported stands before the verb, who said it after it. */
function inversion(
  facts: BlockFacts,
  sentence: BlockSentence,
  candidate: Candidate,
  base: Base,
  groupStart: number,
  bound: number,
  last: Relation | null,
): Relation | null {
  const { tokens } = facts;
  const token = tokens[candidate.at];
  const next = tokens[candidate.at + 1];
  if (
    candidate.class !== 'speech' ||
    candidate.subject ||
    groupStart !== candidate.at ||
    !token ||
    /ing$/.test(token.lower)
  )
    return null;
  const left = tokens[groupStart - 1];
  if (!next || !isBoundary(left)) return null;
  if (
    next.pos !== 'PROPN' &&
    next.pos !== 'DET' &&
    next.pos !== 'NOUN' &&
    next.pos !== 'PRON' &&
    next.pos !== 'ADJ' &&
    next.pos !== 'NUM'
  )
    return null;
  const phrase = withName(tokens, phraseRight(tokens, candidate.at + 1, bound), bound);
  if (!phrase || !sourceFits(tokens, phrase, 'speech', base.lemma)) return null;
  if (
    left?.text === ',' &&
    (facts.quoted[groupStart - 2] ?? -1) < 0 &&
    hasVerb(tokens, phrase.to, Math.min(bound, phrase.to + 3))
  )
    return null;
  const content = contentBefore(facts, sentence, groupStart, last);
  if (!content) return null;
  const rest = quoteAfter(facts, phrase.to, bound);
  const all = rest ? [...content, rest] : content;
  return {
    ...base,
    source: phrase,
    sourceKind: 'inverted',
    content: all,
    form: formOf(facts, all),
    place: rest ? 'around' : 'before',
  };
}

/** "said the owner of the bakery, Ines Calloway": the name after the comma belongs to the speaker. */
function withName(tokens: readonly Token[], phrase: Phrase | null, bound: number): Phrase | null {
  if (!phrase || tokens[phrase.head]?.pos === 'PROPN' || tokens[phrase.to]?.text !== ',') return phrase;
  let to = phrase.to + 1;
  while (to < bound && tokens[to]?.pos === 'PROPN') to += 1;
  return to > phrase.to + 1 ? { from: phrase.from, to, head: phrase.head } : phrase;
}

function quoteAfter(facts: BlockFacts, from: number, bound: number): Span | null {
  for (let index = from; index < bound; index += 1) {
    if ((facts.quoted[index] ?? -1) >= 0 && isQuoteMark(facts.tokens[index]))
      return spanOf(facts, index, bound);
  }
  return null;
}

/** "X seems to have lost": it looks so, but to nobody who is named. */
function seeming(
  facts: BlockFacts,
  sentence: BlockSentence,
  candidate: Candidate,
  base: Base,
  groupStart: number,
  bound: number,
): Relation | null {
  const { tokens } = facts;
  const next = tokens[candidate.at + 1];
  if (!next || !/^(?:to|that|like|as)$/.test(next.lower)) return null;
  const subject = candidate.subject ?? subjectOf(tokens, candidate.at, sentence);
  const whole =
    subject && tokens[subject.phrase.head]?.lower !== 'it' ? spanOf(facts, subject.edge, groupStart) : null;
  const rest = spanOf(facts, candidate.at + 1, bound);
  const content = [whole, rest].filter((span): span is Span => span !== null);
  return content.length
    ? { ...base, source: null, sourceKind: null, content, form: 'attitude', place: 'around', agentless: true }
    : null;
}

/** "As the Post observed, B" and "B, as the Post put it". */
function asClause(
  facts: BlockFacts,
  sentence: BlockSentence,
  known: Known,
  edge: number,
  bound: number,
): Relation | null {
  const { tokens } = facts;
  if (known.class !== 'speech' && known.class !== 'showing' && known.lemma !== 'put') return null;
  if (edge - 1 - sentence.from <= 1) {
    let comma = known.at + 1;
    while (comma < sentence.to && tokens[comma]?.text !== ',') comma += 1;
    const span = comma - known.at < 12 ? spanOf(facts, comma + 1, sentence.to) : null;
    return span ? { ...known, content: [span], form: formOf(facts, [span]), place: 'after' } : null;
  }
  const before = spanOf(facts, sentence.from, edge - 1);
  const content = before ? [before] : [];
  const rest = bound - known.at > 4 ? quoteAfter(facts, known.at + 1, bound) : null;
  if (rest) content.push(rest);
  return content.length ? { ...known, content, form: formOf(facts, content), place: 'before' } : null;
}

/** "…, she said." and "…, she said, …": undefined where what is reported stands after the verb. */
function tailOf(
  facts: BlockFacts,
  sentence: BlockSentence,
  candidate: Candidate,
  known: Known,
  at: number,
  edge: number,
  bound: number,
  last: Relation | null,
): Relation | null | undefined {
  const { tokens } = facts;
  const stop = tokens[at];
  if (
    candidate.shared ||
    !(candidate.class === 'speech' || candidate.class === 'showing' || candidate.class === 'mind')
  )
    return undefined;
  const atEnd =
    at >= bound ||
    !stop ||
    (stop.pos === 'PUNCT' && /^[.!?;]$/.test(stop.text)) ||
    onlyClosing(tokens, at, bound);
  const left = tokens[edge - 1];
  const separated = edge > sentence.from && isBoundary(left);
  const asTail = (content: Span[] | null, more: Span | null): Relation | null => {
    if (!content) return null;
    const all = more ? [...content, more] : content;
    return { ...known, content: all, form: formOf(facts, all), place: more ? 'around' : 'before' };
  };
  if (atEnd) {
    if (stop?.text === ':' && facts.text.slice(stop.end).trim() === '')
      return { ...known, content: [], form: 'direct', place: 'after' };
    return separated ? asTail(contentBefore(facts, sentence, edge, last), null) : null;
  }
  if (!separated) return undefined;
  const closesQuote = isQuoteMark(left) && (facts.quoted[edge - 1] ?? -1) >= 0;
  if (stop.text === ',' || isDash(stop)) {
    const content = contentBefore(facts, sentence, edge, last);
    if (!content) {
      // "By ending the line, she said, the house can …": the fronted phrase belongs to what follows.
      const rest = stop.text === ',' && edge - sentence.from > 2 ? spanOf(facts, at + 1, bound) : null;
      return rest && hasVerb(tokens, at + 1, bound)
        ? { ...known, content: [rest], form: formOf(facts, [rest]), place: 'after' }
        : undefined;
    }
    const next = tokens[at + 1];
    const participle = next && next.pos === 'VERB' && /ing$/.test(next.lower);
    const apposition =
      next && /^(?:who|which|whose|where|when|while|as|after|before|referring|according)$/.test(next.lower);
    return asTail(
      content,
      participle || apposition ? quoteAfter(facts, at + 1, bound) : spanOf(facts, at + 1, bound),
    );
  }
  // "“No,” she said of the plan", "“No,” he told the crowd": the rest is circumstance, and a later quotation goes on.
  if (
    closesQuote &&
    candidate.class === 'speech' &&
    (stop.pos === 'ADP' ||
      stop.pos === 'SCONJ' ||
      stop.pos === 'CCONJ' ||
      stop.pos === 'VERB' ||
      stop.pos === 'ADV' ||
      stop.lower === 'to')
  ) {
    return asTail(contentBefore(facts, sentence, edge, last), quoteAfter(facts, at, bound));
  }
  return undefined;
}

function onlyClosing(tokens: readonly Token[], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (tokens[index]?.pos !== 'PUNCT') return false;
  return true;
}

function firstSubject(facts: BlockFacts, sentence: BlockSentence, before: number): Phrase | null {
  const { tokens, quoted } = facts;
  let found: Phrase | null = null;
  for (let at = sentence.from + 1; at < before; at += 1) {
    const token = tokens[at];
    if (!token || (token.pos !== 'VERB' && token.pos !== 'AUX') || (quoted[at] ?? -1) >= 0) continue;
    if (/ing$/.test(token.lower) && token.pos === 'VERB') continue;
    const subject = subjectOf(tokens, at, sentence);
    if (subject && subject.kind !== 'relative') {
      found = subject.phrase;
      if (subject.edge - sentence.from < 6) break;
    }
  }
  return found;
}

function subjectAfterComma(facts: BlockFacts, sentence: BlockSentence): Phrase | null {
  const { tokens } = facts;
  for (let at = sentence.from; at < sentence.to; at += 1) {
    if (tokens[at]?.text === ',' && tokens[at + 1]) return phraseRight(tokens, at + 1, sentence.to);
  }
  return null;
}
