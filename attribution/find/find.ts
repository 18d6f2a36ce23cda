import type { Span } from '../analysis';
import {
  actVerbs,
  mindVerbs,
  prepositionalCues,
  seemVerbs,
  showingVerbs,
  speechVerbs,
  stanceVerbs,
  documentNouns,
} from '../lexicon/cues';
import { quotesOf, type Quote } from '../segment/quotes';
import { sentencesOf } from '../segment/sentences';
import { tagBlock, type Token } from '../tag/tagger';
import { accordingRelations } from './according';
import { hasVerb, skipAdjuncts, subjectOf, verbGroupStart, type Subject } from './clause';
import { isDash, isNominal, isQuoteMark, phraseRight, type Phrase } from './phrases';
import type { BlockFacts, BlockSentence, CueClass, Relation } from './relation';

/** Reads one block on its own: sentences, tokens, quotes, and the relations whose cue stands in it. */
export function readBlock(text: string): BlockFacts {
  const tokens = tagBlock(text);
  const quotes = quotesOf(text);
  const sentences = placeSentences(sentencesOf(text), tokens);
  const quoted = quoteOfTokens(tokens, quotes);
  const facts: BlockFacts = { text, tokens, sentences, quotes, quoted, relations: [] };
  for (let index = 0; index < sentences.length; index += 1) findInSentence(facts, index);
  return facts;
}

function placeSentences(spans: readonly Span[], tokens: readonly Token[]): BlockSentence[] {
  let at = 0;
  return spans.map((span) => {
    while (at < tokens.length && (tokens[at]?.end ?? 0) <= span.start) at += 1;
    const from = at;
    while (at < tokens.length && (tokens[at]?.start ?? 0) < span.end) at += 1;
    return { start: span.start, end: span.end, from, to: at };
  });
}

function quoteOfTokens(tokens: readonly Token[], quotes: readonly Quote[]): Int32Array {
  const quoted = new Int32Array(tokens.length).fill(-1);
  let at = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) continue;
    while (at < quotes.length && (quotes[at]?.end ?? 0) <= token.start) at += 1;
    const quote = quotes[at];
    if (quote && token.start >= quote.start && token.end <= quote.end) quoted[index] = at;
  }
  return quoted;
}

interface Candidate {
  at: number;
  class: CueClass;
  subject: Subject | null;
  passive: boolean;
  /** Participle (", saying"), conjunct ("and added") or infinitive that shares the subject of the clause before. */
  shared: boolean;
}

function findInSentence(facts: BlockFacts, index: number): void {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return;
  const found: Relation[] = [];
  const candidates: Candidate[] = [];
  for (let at = sentence.from; at < sentence.to; at += 1) {
    const token = tokens[at];
    if (!token || (quoted[at] ?? -1) >= 0) continue;
    const candidate = candidateAt(facts, sentence, at);
    if (candidate) candidates.push(candidate);
  }
  const accordings = accordingRelations(facts, index);
  let last: Relation | null = null;
  for (let order = 0; order < candidates.length; order += 1) {
    const candidate = candidates[order];
    if (!candidate) continue;
    const bound = boundAfter(facts, sentence, candidates, order, accordings);
    const relation = relate(facts, index, candidate, bound, last);
    if (!relation) continue;
    if (hedged(tokens, candidate.at, sentence) || (relation.sourceKind === 'shared' && last?.agentless))
      relation.agentless = true;
    found.push(relation);
    last = relation;
  }
  facts.relations.push(...found, ...accordings);
}

/** "reportedly told": the hedge on the reporting verb takes back the speaker that it names. */
function hedged(tokens: readonly Token[], at: number, sentence: BlockSentence): boolean {
  for (let index = verbGroupStart(tokens, at, sentence.from); index < at; index += 1) {
    if (/^(?:reportedly|allegedly|purportedly|supposedly)$/.test(tokens[index]?.lower ?? '')) return true;
  }
  return false;
}

const ANIMATE_PRONOUNS = new Set('he she they we i you who'.split(' '));
const NOT_CUE_BEFORE = new Set('to of a the an this that its his her their my our'.split(' '));

function candidateAt(facts: BlockFacts, sentence: BlockSentence, at: number): Candidate | null {
  const { tokens } = facts;
  const token = tokens[at];
  if (!token) return null;
  const lemma = token.lemma;
  const verbal =
    token.pos === 'VERB' ||
    (token.pos !== 'ADV' &&
      /^(?:said|says|told|tweeted|insists|argues|asks|claims|warns)$/.test(token.lower) &&
      subjectLike(tokens, at, sentence));
  if (!verbal) return null;
  const speech = speechVerbs.has(lemma);
  const act = actVerbs.has(lemma);
  const stance = stanceVerbs.has(lemma);
  const mind = mindVerbs.has(lemma);
  const showing = showingVerbs.has(lemma);
  const seems = seemVerbs.has(lemma);
  const prepositional = prepositionalCues[lemma]?.has(tokens[at + 1]?.lower ?? '') ?? false;
  if (!(speech || act || stance || mind || showing || seems || prepositional)) return null;
  const before = tokens[at - 1];
  const gerund = /ing$/.test(token.lower) && lemma !== token.lower;
  const groupStart = verbGroupStart(tokens, at, sentence.from);
  const left = tokens[groupStart - 1];
  if (before && before.lower === 'to' && before.pos !== 'ADP') {
    const governor = tokens[at - 2];
    if (
      !governor ||
      !/^(?:go|continue|begin|start|proceed|come|seek|try|appear|seem|use)$/.test(governor.lemma)
    )
      return null;
    return {
      at,
      class: speech ? 'speech' : 'act',
      subject: subjectOf(tokens, at - 2, sentence),
      passive: false,
      shared: true,
    };
  }
  if (before && NOT_CUE_BEFORE.has(before.lower) && !gerund && before.pos === 'DET') return null;
  const aux = auxiliaryBefore(tokens, at, groupStart);
  const participle = isPastParticiple(token);
  const passive = participle && (aux === 'be' || aux === 'being');
  if (participle && aux === null && !/(?:said|told|ed|wrote|spoke)$/.test(token.lower)) return null;
  let subject = passive ? null : subjectOf(tokens, at, sentence);
  let shared = false;
  if (!subject && !passive) {
    if (gerund && aux === null) shared = true;
    else if (left && left.pos === 'CCONJ') shared = true;
    else if (left && left.text === ',' && groupStart - 2 >= sentence.from) {
      shared = !isQuoteMark(tokens[at + 1]) || true;
    }
  }
  if (!passive && gerund && aux === null && subject && left && isNominal(left)) {
    // "a report showing", "people saying": reduced relative; the noun before it is its subject.
    if (!(showing || speech)) return null;
  }
  if (!passive && !shared && subject && gerund && aux === null && subject.kind === 'pronoun') subject = null;
  let klass: CueClass = speech
    ? 'speech'
    : act
      ? 'act'
      : stance
        ? 'stance'
        : mind
          ? 'mind'
          : seems
            ? 'seem'
            : showing
              ? 'showing'
              : 'act';
  if (subject) {
    const head = tokens[subject.phrase.head];
    if (head && subject.kind !== 'pronoun' && documentNouns.has(head.lower) && showing) klass = 'showing';
    else if (
      !speech &&
      !act &&
      !stance &&
      !mind &&
      !seems &&
      !prepositional &&
      head &&
      !documentNouns.has(head.lower)
    ) {
      if (
        !(head.pos === 'PROPN' || ANIMATE_PRONOUNS.has(head.lower)) ||
        !/^(?:that|how|why)$/.test(tokens[at + 1]?.lower ?? '')
      )
        return null;
    }
  }
  return { at, class: klass, subject, passive, shared };
}

function subjectLike(tokens: readonly Token[], at: number, sentence: BlockSentence): boolean {
  const left = tokens[at - 1];
  return (
    at > sentence.from &&
    left !== undefined &&
    (isNominal(left) || left.pos === 'PRON' || isQuoteMark(left) || left.text === ',')
  );
}

function auxiliaryBefore(
  tokens: readonly Token[],
  at: number,
  start: number,
): 'be' | 'being' | 'have' | 'do' | 'other' | null {
  let seen: 'be' | 'being' | 'have' | 'do' | 'other' | null = null;
  for (let index = at - 1; index >= start; index -= 1) {
    const token = tokens[index];
    if (!token) continue;
    if (token.lower === 'being') return 'being';
    if (
      /^(?:is|are|was|were|be|been|am|'re|'m|get|got|gets)$/.test(token.lower) ||
      (token.lower === "'s" && token.lemma === 'be')
    )
      return 'be';
    if (/^(?:has|have|had|'ve|'d|having)$/.test(token.lower)) return 'have';
    if (/^(?:do|does|did)$/.test(token.lower)) seen ??= 'do';
    else if (token.pos === 'AUX') seen ??= 'other';
  }
  return seen;
}

const IRREGULAR = new Set(
  'said told known shown seen understood thought heard found written spoken given put made felt read held meant taken sworn quoted'.split(
    ' ',
  ),
);

function isPastParticiple(token: Token): boolean {
  return /ed$/.test(token.lower) || IRREGULAR.has(token.lower);
}

/** Token at which the content of this cue must end: the next cue of the same level, or the sentence's end. */
function boundAfter(
  facts: BlockFacts,
  sentence: BlockSentence,
  candidates: readonly Candidate[],
  order: number,
  accordings: readonly Relation[],
): number {
  const { tokens } = facts;
  const self = candidates[order];
  let bound = sentence.to;
  for (const according of accordings) {
    const open = according.at;
    if (self && open > self.at && according.place === 'before') {
      const edge = tokens[open - 1]?.text === ',' ? open - 1 : open;
      bound = Math.min(bound, edge);
    }
  }
  for (let next = order + 1; next < candidates.length; next += 1) {
    const other = candidates[next];
    if (!other || !self || other.at >= bound) break;
    const edge = siblingEdge(tokens, sentence, other, self.at);
    if (edge > self.at) {
      bound = edge;
      break;
    }
  }
  return bound;
}

/** Where a cue on the same level begins: at its ", adding", "and said", ", but Jones said"; -1 where it is nested. */
function siblingEdge(
  tokens: readonly Token[],
  sentence: BlockSentence,
  other: Candidate,
  self: number,
): number {
  const start = verbGroupStart(tokens, other.at, sentence.from);
  if (other.shared) {
    const left = tokens[start - 1];
    if (left?.text === ',') return start - 1;
    if (left?.pos === 'CCONJ') {
      const gap = tokens[start - 2];
      // "that he lied and said so" stays inside what is reported; "said A and added B" does not.
      return other.class === 'speech' || other.class === 'act'
        ? gap?.text === ','
          ? start - 2
          : start - 1
        : -1;
    }
    return -1;
  }
  const edge = other.subject?.edge ?? -1;
  if (edge <= self) return -1;
  const left = tokens[edge - 1];
  const beyond = tokens[edge - 2];
  if (!left) return -1;
  if (left.text === ';') return edge - 1;
  if (
    (left.pos === 'CCONJ' || /^(?:while|although|though|whereas)$/.test(left.lower)) &&
    beyond?.text === ','
  )
    return edge - 2;
  if (/^(?:while|although|though|whereas)$/.test(left.lower)) return edge - 1;
  return -1;
}

function relate(
  facts: BlockFacts,
  index: number,
  candidate: Candidate,
  bound: number,
  last: Relation | null,
): Relation | null {
  const { tokens, quoted, text } = facts;
  const sentence = facts.sentences[index];
  const token = tokens[candidate.at];
  if (!sentence || !token) return null;
  const lemma = token.lemma;
  const groupStart = verbGroupStart(tokens, candidate.at, sentence.from);
  const base = {
    sentence: index,
    cue: { start: token.start, end: token.end },
    at: candidate.at,
    lemma,
    class: candidate.class,
    agentless: false,
    addressee: null,
    setting: [],
  };
  const nextToken = tokens[candidate.at + 1];
  if (candidate.passive) return passive(facts, sentence, base, groupStart, bound);

  // "…," said Mara Lindqvist: what is reported stands before the verb, who said it after it.
  const leftOfVerb = tokens[groupStart - 1];
  const canInvert = candidate.class === 'speech' && !candidate.subject && groupStart === candidate.at;
  if (
    canInvert &&
    nextToken &&
    leftOfVerb &&
    (leftOfVerb.text === ',' ||
      isQuoteMark(leftOfVerb) ||
      isDash(leftOfVerb) ||
      /^[?!]$/.test(leftOfVerb.text))
  ) {
    if (
      (nextToken.pos === 'PROPN' ||
        nextToken.pos === 'DET' ||
        nextToken.pos === 'NOUN' ||
        nextToken.pos === 'PRON' ||
        nextToken.pos === 'ADJ' ||
        nextToken.pos === 'NUM') &&
      !/ing$/.test(token.lower)
    ) {
      const phrase = phraseRight(tokens, candidate.at + 1, bound);
      if (phrase) {
        const content = before(facts, sentence, groupStart, last);
        if (content) {
          const rest = afterInversion(facts, phrase, bound, sentence);
          return {
            ...base,
            source: phrase,
            sourceKind: 'inverted',
            content: [...content, ...rest.content],
            form: formOf(facts, [...content, ...rest.content]),
            place: rest.content.length ? 'around' : 'before',
          };
        }
      }
    }
  }
  let source: Phrase | null = candidate.subject?.phrase ?? null;
  let sourceKind = candidate.subject?.kind ?? null;
  if (candidate.shared && !source) {
    source = last?.source ?? firstSubject(facts, sentence, candidate.at);
    sourceKind = source ? 'shared' : null;
  }
  if (!source) return null;
  if (!sourceFits(tokens, source, candidate.class, lemma)) return null;

  const after = skipAdjuncts(tokens, candidate.at + 1, bound, lemma);
  const relationBase = { ...base, source, sourceKind, addressee: after.addressee, setting: after.setting };
  const stop = tokens[after.at];
  const atEnd =
    after.at >= bound ||
    !stop ||
    (stop.pos === 'PUNCT' && /^[.!?]$/.test(stop.text)) ||
    onlyClosing(tokens, after.at, bound);
  const edge = candidate.subject?.edge ?? groupStart;
  const leftOfSubject = tokens[edge - 1];
  const separated =
    leftOfSubject !== undefined &&
    edge > sentence.from &&
    (leftOfSubject.text === ',' ||
      isQuoteMark(leftOfSubject) ||
      isDash(leftOfSubject) ||
      /^[?!]$/.test(leftOfSubject.text));
  const tailable =
    candidate.class === 'speech' || candidate.class === 'showing' || candidate.class === 'mind';
  if (tailable && !candidate.shared) {
    if (atEnd) {
      if (!separated && edge > sentence.from) {
        // "He lied, Smith said" has a comma; without one only a bare clause before can be meant.
        return null;
      }
      const content = edge > sentence.from ? before(facts, sentence, edge, last) : null;
      if (content) return { ...relationBase, content, form: formOf(facts, content), place: 'before' };
      return null;
    }
    if (separated && stop && (stop.text === ',' || isDash(stop))) {
      const content = before(facts, sentence, edge, last);
      const rest = spanOf(facts, after.at + 1, bound);
      const next = tokens[after.at + 1];
      const participle = next && next.pos === 'VERB' && /ing$/.test(next.lower);
      if (content && (participle || !rest))
        return { ...relationBase, content, form: formOf(facts, content), place: 'before' };
      if (content && rest)
        return {
          ...relationBase,
          content: [...content, rest],
          form: formOf(facts, [...content, rest]),
          place: 'around',
        };
    }
  }
  // What is reported stands after the verb.
  let start = after.at;
  const first = tokens[start];
  if (!first || start >= bound) return null;
  const prepositions = prepositionalCues[lemma];
  const preposition = tokens[candidate.at + 1];
  if (prepositions && preposition && prepositions.has(preposition.lower) && preposition.pos !== 'SCONJ') {
    start = candidate.at + 2;
  } else if (first.text === ',' || first.text === ':' || isDash(first)) {
    const quoteAhead = (quoted[start + 1] ?? -1) >= 0;
    if (first.text === ',' && !quoteAhead) {
      const skipped = skipParenthesis(tokens, start, bound);
      if (skipped < 0) return null;
      start = skipped;
    } else start += 1;
  }
  if (!contentFits(facts, start, bound, candidate, lemma, after.addressee !== null)) return null;
  let end = bound;
  end = trimTail(tokens, start, end);
  const span = spanOf(facts, start, end);
  if (!span) return null;
  const opening = quoteBefore(facts, sentence, edge, candidate);
  const content = opening ? [opening, span] : [span];
  const form =
    candidate.class === 'mind' || candidate.class === 'stance' || candidate.class === 'seem'
      ? 'attitude'
      : formOf(facts, content);
  void text;
  return { ...relationBase, content, form, place: opening ? 'around' : 'after' };
}

/** A quotation that ends right before the speaker: "“No,” she said, …" */
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

function onlyClosing(tokens: readonly Token[], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (tokens[index]?.pos !== 'PUNCT') return false;
  return true;
}

/** ", for example, that": from a comma over a short parenthesis to the token after its second comma; -1 if there is none. */
function skipParenthesis(tokens: readonly Token[], comma: number, bound: number): number {
  for (let index = comma + 1; index < Math.min(bound, comma + 14); index += 1) {
    if (tokens[index]?.text === ',') return index + 1;
    if (isQuoteMark(tokens[index])) return index;
  }
  return -1;
}

function passive(
  facts: BlockFacts,
  sentence: BlockSentence,
  base: Omit<Relation, 'source' | 'sourceKind' | 'content' | 'form' | 'place'>,
  groupStart: number,
  bound: number,
): Relation | null {
  const { tokens } = facts;
  const next = tokens[base.at + 1];
  const subjectEnd = groupStart - 1;
  const subject = subjectOf(tokens, base.at, sentence);
  const by = findBy(tokens, base.at + 1, bound);
  if (by >= 0) {
    const agent = phraseRight(tokens, by + 1, bound);
    if (agent && sourceFits(tokens, agent, 'speech', base.lemma)) {
      const rest = spanOf(facts, agent.to, bound);
      const whole = subject ? spanOf(facts, subject.edge, groupStart) : null;
      const content = [whole, rest].filter((span): span is Span => span !== null);
      if (
        content.length &&
        (actVerbs.has(base.lemma) || speechVerbs.has(base.lemma) || stanceVerbs.has(base.lemma))
      ) {
        return {
          ...base,
          source: agent,
          sourceKind: 'inverted',
          content,
          form:
            stanceVerbs.has(base.lemma) && !actVerbs.has(base.lemma) ? 'attitude' : formOf(facts, content),
          place: 'around',
        };
      }
    }
  }
  const reports =
    /^(?:say|believe|think|understand|report|expect|allege|know|consider|fear|assume|rumor|estimate|claim|hear|see)$/.test(
      base.lemma,
    );
  if (reports && next && (next.lower === 'to' || next.lower === 'that' || next.lower === 'as')) {
    const whole =
      subject && tokens[subject.phrase.head]?.lower !== 'it' ? spanOf(facts, subject.edge, groupStart) : null;
    const rest = spanOf(facts, base.at + 1, bound);
    const content = [whole, rest].filter((span): span is Span => span !== null);
    if (content.length)
      return {
        ...base,
        class: 'hedge',
        source: null,
        sourceKind: null,
        content,
        form: formOf(facts, content),
        place: 'around',
        agentless: true,
      };
  }
  if (base.lemma === 'tell' && subject && subjectEnd >= sentence.from) {
    const rest = skipAdjuncts(tokens, base.at + 1, bound, 'say');
    const span = spanOf(facts, rest.at, bound);
    const proceeding =
      /^(?:court|jury|jurors|inquest|tribunal|committee|hearing|inquiry|panel|members|magistrates|judge|councillors|mps|parliament|meeting)$/.test(
        tokens[subject.phrase.head]?.lower ?? '',
      );
    if (span && proceeding)
      return {
        ...base,
        source: subject.phrase,
        sourceKind: subject.kind,
        content: [span],
        form: formOf(facts, [span]),
        place: 'after',
      };
    if (span)
      return {
        ...base,
        class: 'hedge',
        source: null,
        sourceKind: null,
        content: [span],
        form: formOf(facts, [span]),
        place: 'after',
        agentless: true,
      };
  }
  return null;
}

function findBy(tokens: readonly Token[], from: number, bound: number): number {
  for (let index = from; index < Math.min(bound, from + 8); index += 1) {
    const token = tokens[index];
    if (!token || token.text === ',' || token.pos === 'VERB' || token.lower === 'that') return -1;
    if (token.lower === 'by') return index;
  }
  return -1;
}

function afterInversion(
  facts: BlockFacts,
  phrase: Phrase,
  bound: number,
  sentence: BlockSentence,
): { content: Span[] } {
  const { tokens, quoted } = facts;
  for (let index = phrase.to; index < bound; index += 1) {
    if ((quoted[index] ?? -1) >= 0 && isQuoteMark(tokens[index])) {
      const span = spanOf(facts, index, bound);
      return { content: span ? [span] : [] };
    }
  }
  void sentence;
  return { content: [] };
}

/** What stands before a tail: from the sentence's start or the end of the last relation's own content. */
function before(
  facts: BlockFacts,
  sentence: BlockSentence,
  edge: number,
  last: Relation | null,
): Span[] | null {
  const { tokens, quoted, quotes } = facts;
  let from = sentence.from;
  if (last && last.place !== 'before' && last.at < edge) {
    // "Smith said A, and B, Jones said": only what follows the comma after the first cue's content can be meant.
    from = sentence.from;
  }
  while (from < edge && tokens[from]?.pos === 'CCONJ' && from === sentence.from) from += 1;
  let span = spanOf(facts, from, edge);
  if (!span) return null;
  const lastQuoted = (quoted[edge - 1] ?? -1) >= 0 ? edge - 1 : edge - 2;
  const quote = quotes[quoted[lastQuoted] ?? -1];
  if (quote && quote.start < span.start) span = { start: quote.start, end: span.end };
  const words = edge - from;
  const quotedWords = quote !== undefined;
  if (!quotedWords && words < 9 && !hasVerb(tokens, from, edge) && opensAsAdverbial(tokens, from))
    return null;
  return [span];
}

/** "On Tuesday, …", "In a statement, …", "However, …": no content of their own. */
function opensAsAdverbial(tokens: readonly Token[], from: number): boolean {
  const first = tokens[from];
  return (
    first !== undefined &&
    (first.pos === 'ADP' ||
      first.pos === 'ADV' ||
      first.pos === 'SCONJ' ||
      first.pos === 'CCONJ' ||
      first.pos === 'INTJ' ||
      /^(?:last|this|earlier|later|that|yesterday|today|still|yet|so|asked|speaking)$/.test(first.lower))
  );
}

function trimTail(tokens: readonly Token[], start: number, end: number): number {
  let to = end;
  while (to > start && tokens[to - 1] && (tokens[to - 1]?.text === ',' || tokens[to - 1]?.pos === 'CCONJ'))
    to -= 1;
  return to;
}

export function spanOf(facts: BlockFacts, from: number, to: number): Span | null {
  let first = from;
  let last = to - 1;
  const { tokens } = facts;
  while (first <= last && tokens[first] && /^[,;:.)\]–—-]$/.test(tokens[first]?.text ?? '')) first += 1;
  while (last >= first && tokens[last] && /^[,;:(–—-]$/.test(tokens[last]?.text ?? '')) last -= 1;
  const opening = tokens[first];
  const closing = tokens[last];
  if (!opening || !closing || first > last) return null;
  for (let index = first; index <= last; index += 1) {
    if (tokens[index]?.pos !== 'PUNCT') return { start: opening.start, end: closing.end };
  }
  return null;
}

/** Direct when all of the words are quoted, mixed when some are, else indirect. */
export function formOf(facts: BlockFacts, content: readonly Span[]): 'direct' | 'mixed' | 'indirect' {
  let inside = 0;
  let outside = 0;
  for (let index = 0; index < facts.tokens.length; index += 1) {
    const token = facts.tokens[index];
    if (!token || token.pos === 'PUNCT') continue;
    if (!content.some((span) => token.start >= span.start && token.end <= span.end)) continue;
    if ((facts.quoted[index] ?? -1) >= 0) inside += 1;
    else outside += 1;
  }
  if (inside === 0) return 'indirect';
  return outside <= 1 ? 'direct' : 'mixed';
}

function firstSubject(facts: BlockFacts, sentence: BlockSentence, before: number): Phrase | null {
  const { tokens, quoted } = facts;
  for (let at = sentence.from + 1; at < before; at += 1) {
    const token = tokens[at];
    if (!token || (token.pos !== 'VERB' && token.pos !== 'AUX') || (quoted[at] ?? -1) >= 0) continue;
    if (/ing$/.test(token.lower) && token.pos === 'VERB') continue;
    const subject = subjectOf(tokens, at, sentence);
    if (subject && subject.kind !== 'relative') return subject.phrase;
  }
  return null;
}

function sourceFits(tokens: readonly Token[], source: Phrase, klass: CueClass, lemma: string): boolean {
  const head = tokens[source.head];
  if (!head) return false;
  const lower = head.lower;
  if (
    /^(?:it|there|this|that|these|those|what|which|one|something|nothing|everything|anything)$/.test(lower)
  ) {
    if (lower === 'it')
      return (
        klass === 'speech' &&
        /^(?:say|add|report|announce|warn|note|state|call|write|conclude|argue|estimate|claim|deny|confirm|ask|accuse|show|find)$/.test(
          lemma,
        )
      );
    return lower === 'one' || lower === 'which' || lower === 'those';
  }
  if (head.pos === 'PRON' || head.pos === 'PROPN') return true;
  if (head.pos === 'NUM' || head.pos === 'SYM') return klass === 'speech';
  if (klass === 'speech' || klass === 'showing') return true;
  return isAgentNoun(lower);
}

const AGENT = new Set(
  (
    'people man woman men women boy girl family group company firm party team campaign government administration ministry ' +
    'department agency office council committee commission board court union police army military force forces troops ' +
    'city state country nation white-house congress senate house parliament cabinet president minister spokesman spokeswoman ' +
    'official officials chief staff aide aides critics allies mother father wife husband son daughter brother sister friend ' +
    'friends crowd public media press newspaper paper network editorial report campaigners candidates candidate rival rivals ' +
    'opponents supporters voters democrats republicans conservatives liberals member members leader leaders many some others ' +
    'most half majority children parents students prosecution defense defence coalition organization organisation association ' +
    'institute university school hospital bank charity church authority authorities embassy mayor governor senator judge ' +
    'attorney lawyers lawyer prosecutors analysts experts investors pair couple duo trio both crew camp side body watchdog ' +
    'regulator panel jury nominee billionaire mogul businessman veteran veterans couple'
  ).split(' '),
);

export function isAgentNoun(lower: string): boolean {
  return (
    AGENT.has(lower) ||
    documentNouns.has(lower) ||
    /(?:man|woman|men|women|person|people|ist|ists|ian|ians|crat|crats|[^aeiou]er|[^aeiou]ers|[^f]or|ors|ee|ees|ant|ants)$/.test(
      lower,
    )
  );
}

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
  if (first.pos === 'PUNCT' && !isQuoteMark(first) && first.text !== '(') return false;
  if ((quoted[start] ?? -1) >= 0) return true;
  const clause = hasVerb(tokens, start, bound);
  const conjunction = /^(?:that|whether|if|how|why|what|who|when|where)$/.test(first.lower);
  if (conjunction && clause) return true;
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
    case 'act':
      return true;
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
      return clause || infinitive;
    case 'seem':
      return infinitive || conjunction || first.lower === 'like';
    default:
      return true;
  }
}

function anyQuoted(facts: BlockFacts, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if ((facts.quoted[index] ?? -1) >= 0) return true;
  return false;
}
