import type { Span } from '../analysis';
import { actVerbs, prepositionalCues, stanceVerbs } from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import type { Candidate } from './candidate';
import { hasVerb, skipAdjuncts, subjectOf, verbGroupStart } from './clause';
import { anyQuoted, contentBefore, formOf, spanOf } from './content';
import { passiveRelation } from './passive';
import { isDash, isNominal, isQuoteMark, phraseRight, type Phrase } from './phrases';
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
type Known = Omit<Relation, 'content' | 'form' | 'place'>;

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

/** Verbs whose addressee is part of what is wanted: "urged the company to stay". */
const WANTS_OF =
  /^(?:urge|ask|advise|persuade|convince|encourage|implore|beg|instruct|order|warn|tell|invite|press)$/;

function whatFollows(
  facts: BlockFacts,
  sentence: BlockSentence,
  candidate: Candidate,
  known: Known,
  at: number,
  edge: number,
  bound: number,
): Relation | null {
  const { tokens, quoted } = facts;
  let start = at;
  const first = tokens[start];
  if (!first || start >= bound) {
    // "He urged restraint", "she blamed the council": what the skipping took for a person told is the content.
    if (
      known.addressee &&
      candidate.class !== 'showing' &&
      /^(?:urge|advise|ask|notify|encourage|implore)$/.test(known.lemma)
    )
      start = known.addressee.from;
    else return null;
  }
  const preposition = tokens[candidate.at + 1];
  const opener = tokens[start];
  if (!opener) return null;
  if (
    preposition &&
    prepositionalCues[known.lemma]?.has(preposition.lower) &&
    preposition.pos !== 'SCONJ' &&
    preposition.lower !== 'that'
  )
    start = candidate.at + 2;
  else if (known.addressee && opener.lower === 'to' && WANTS_OF.test(known.lemma))
    start = known.addressee.from;
  else if (opener.text === ',' || opener.text === ':' || isDash(opener)) {
    if (opener.text === ',' && (quoted[start + 1] ?? -1) < 0) {
      start = skipParenthesis(tokens, start, bound);
      if (start < 0) return null;
    } else start += 1;
  }
  if (!contentFits(facts, start, bound, candidate, known.lemma, known.addressee !== null)) return null;
  let end = bound;
  while (end > start && (tokens[end - 1]?.text === ',' || tokens[end - 1]?.pos === 'CCONJ')) end -= 1;
  const span = spanOf(facts, start, end);
  if (!span) return null;
  const opening = quoteBefore(facts, sentence, edge, candidate);
  const content = opening ? [opening, span] : [span];
  const attitude = candidate.class === 'mind' || candidate.class === 'stance';
  return {
    ...known,
    content,
    form: attitude ? 'attitude' : formOf(facts, content),
    place: opening ? 'around' : 'after',
  };
}

/** A quotation that ends right before the speaker: “No,” she said to the crowd. */
function quoteBefore(
  facts: BlockFacts,
  sentence: BlockSentence,
  edge: number,
  candidate: Candidate,
): Span | null {
  if (candidate.shared || candidate.class !== 'speech') return null;
  const { tokens, quoted, quotes } = facts;
  const left = edge - 1;
  if (left < sentence.from) return null;
  const at = (quoted[left] ?? -1) >= 0 ? left : tokens[left]?.text === ',' ? left - 1 : -1;
  const quote = at >= sentence.from ? quotes[quoted[at] ?? -1] : undefined;
  return quote ? { start: quote.start, end: quote.end } : null;
}

/** ", for example, that": from a comma over a short parenthesis to the token after its second comma; -1 without one. */
function skipParenthesis(tokens: readonly Token[], comma: number, bound: number): number {
  for (let index = comma + 1; index < Math.min(bound, comma + 14); index += 1) {
    if (tokens[index]?.text === ',') return index + 1;
    if (isQuoteMark(tokens[index])) return index;
  }
  return -1;
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

/** Verbs of mind that take a thing: "wants change", "knows the law". */
const LIKES =
  /^(?:want|know|feel|like|love|hate|prefer|fear|expect|favou?r|consider|remember|see|enjoy|trust|respect|dislike|understand|view|regard|believe|think|appreciate|recogni[sz]e|doubt|desire|value|anticipate|imagine|hope|worry|care|wonder|seek)$/;

/** Can what follows the verb be what is reported? */
function contentFits(
  facts: BlockFacts,
  start: number,
  bound: number,
  candidate: Candidate,
  lemma: string,
  told: boolean,
): boolean {
  const { tokens, quoted } = facts;
  const first = tokens[start];
  if (!first || start >= bound) return false;
  if (first.pos === 'PUNCT' && !isQuoteMark(first) && first.text !== '(' && first.text !== '[') return false;
  if ((quoted[start] ?? -1) >= 0) return true;
  const clause = hasVerb(tokens, start, bound);
  const conjunction = /^(?:that|whether|if|how|why|what|who|when|where)$/.test(first.lower);
  if (conjunction && clause) return true;
  if (lemma === 'say' && bound - start > 4 && first.pos !== 'ADP') return true;
  if (lemma === 'say' && /^(?:no|yes|so|nothing|little|as|the|much|something|it|goodbye)$/.test(first.lower))
    return true;
  const infinitive = first.lower === 'to' && tokens[start + 1]?.pos === 'VERB';
  switch (candidate.class) {
    case 'speech':
    case 'showing':
      if (infinitive) return lemma !== 'read' && lemma !== 'speak';
      if (clause) return true;
      if (told) return lemma !== 'show';
      return (
        actVerbs.has(lemma) ||
        stanceVerbs.has(lemma) ||
        candidate.class === 'showing' ||
        anyQuoted(facts, start, bound)
      );
    case 'stance':
      return (
        isNominal(first) ||
        first.pos === 'DET' ||
        first.pos === 'PRON' ||
        first.pos === 'ADJ' ||
        first.pos === 'ADP' ||
        first.pos === 'VERB'
      );
    case 'mind':
      return (
        clause ||
        infinitive ||
        (LIKES.test(lemma) &&
          (isNominal(first) ||
            first.pos === 'DET' ||
            first.pos === 'PRON' ||
            first.pos === 'ADJ' ||
            first.pos === 'ADP'))
      );
    default:
      return true;
  }
}
