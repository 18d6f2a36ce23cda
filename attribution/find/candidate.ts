import {
  actVerbs,
  documentNouns,
  mindVerbs,
  prepositionalCues,
  seemVerbs,
  showingVerbs,
  speechVerbs,
  stanceVerbs,
} from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import { subjectOf, verbGroupStart, type Subject } from './clause';
import { isNominal, isQuoteMark } from './phrases';
import type { BlockFacts, BlockSentence, CueClass } from './relation';

/** A verb that may report something, with who does it. */
export interface Candidate {
  at: number;
  class: CueClass;
  subject: Subject | null;
  passive: boolean;
  /** Participle (", saying"), conjunct ("and added") or infinitive that shares the subject of the clause before. */
  shared: boolean;
  /** A verb that the lexicon does not know, next to a quotation and a speaker: "“Go,” she barked". */
  manner: boolean;
}

const SAID = /^(?:said|says|told|tweeted|insists|argues|asks|claims|warns|writes|wrote)$/;
const ANIMATE_PRONOUNS = new Set('he she they we i you who'.split(' '));

/** Is the token at `at` a verb in a reporting sense? */
export function candidateAt(facts: BlockFacts, sentence: BlockSentence, at: number): Candidate | null {
  const { tokens } = facts;
  const token = tokens[at];
  if (!token) return null;
  const before = tokens[at - 1];
  const lemma = token.lemma;
  const verbal =
    token.pos === 'VERB' ||
    (token.pos !== 'ADV' &&
      SAID.test(token.lower) &&
      at > sentence.from &&
      before !== undefined &&
      (isNominal(before) || before.pos === 'PRON' || isQuoteMark(before) || before.text === ','));
  if (!verbal) return null;
  const speech = speechVerbs.has(lemma);
  const act = actVerbs.has(lemma);
  const stance = stanceVerbs.has(lemma);
  const mind = mindVerbs.has(lemma);
  const showing = showingVerbs.has(lemma);
  const seems = seemVerbs.has(lemma);
  const puts = lemma === 'put' && putsFigure(tokens, at);
  const prepositional = (puts || prepositionalCues[lemma]?.has(tokens[at + 1]?.lower ?? '')) ?? false;
  if (!(speech || act || stance || mind || showing || seems || prepositional))
    return mannerAt(facts, sentence, at);
  const gerund = /ing$/.test(token.lower) && lemma !== token.lower;
  const groupStart = verbGroupStart(tokens, at, sentence.from);
  const left = tokens[groupStart - 1];
  if (before?.lower === 'to' && before.pos !== 'ADP') {
    const governor = governorOf(tokens, at - 1, sentence.from);
    if (governor < 0 || !(speech || act || stance || mind)) return null;
    return {
      at,
      class: speech ? 'speech' : act ? 'act' : stance ? 'stance' : 'mind',
      subject: subjectOf(tokens, governor, sentence),
      passive: false,
      shared: true,
      manner: false,
    };
  }
  if (before?.pos === 'DET' && !gerund) return null;
  const aux = auxiliaryBefore(tokens, at, groupStart);
  const passive = isPastParticiple(token) && (aux === 'be' || aux === 'being');
  if (aux === null && PURE_PARTICIPLES.has(token.lower)) return null;
  if (
    aux === null &&
    !gerund &&
    !SAID.test(token.lower) &&
    isPastParticiple(token) &&
    tokens[at + 1]?.lower === 'by' &&
    before &&
    isNominal(before)
  )
    return null;
  let subject = passive ? null : subjectOf(tokens, at, sentence);
  let shared = false;
  if (!subject && !passive) {
    if (gerund && aux === null) shared = groupStart > sentence.from || fronted(tokens, at, sentence);
    else if (left && left.pos === 'CCONJ') shared = true;
    else if (left && left.text === ',' && groupStart - 2 >= sentence.from) shared = true;
  }
  if (!passive && gerund && aux === null && subject) {
    // "a report showing", "people saying": the noun before a participle is its subject only with a verb of speech.
    if (!(showing || speech)) return null;
    if (subject.kind === 'pronoun') subject = null;
    if (!subject) shared = true;
  }
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
    const document = head !== undefined && subject.kind !== 'pronoun' && documentNouns.has(head.lower);
    if (document && showing) klass = 'showing';
    else if (showing && !(speech || act || stance || mind || seems || prepositional) && head && !document) {
      if (
        !(head.pos === 'PROPN' || ANIMATE_PRONOUNS.has(head.lower)) ||
        !/^(?:that|how|why)$/.test(tokens[at + 1]?.lower ?? '')
      )
        return null;
    }
  }
  return { at, class: klass, subject, passive, shared, manner: false };
}

/** "put the toll at 14", "puts her at 46 percent": to state a figure. */
function putsFigure(tokens: readonly Token[], at: number): boolean {
  for (let index = at + 2; index < at + 10; index += 1) {
    const token = tokens[index];
    if (!token || (token.pos === 'VERB' && token.lower !== 'wounded') || token.text === ',') return false;
    if (
      token.lower === 'at' &&
      tokens[index + 1] &&
      /\d|^(?:about|around|more|nearly|some|over|at|between|one|two|three|[$£€])/.test(
        tokens[index + 1]?.lower ?? '',
      )
    )
      return true;
  }
  return false;
}

/** The verb that an infinitive hangs on when their subject is one: "went on to say", "is expected to announce" not. */
function governorOf(tokens: readonly Token[], to: number, limit: number): number {
  for (let index = to - 1; index >= limit && index >= to - 3; index -= 1) {
    const token = tokens[index];
    if (!token) return -1;
    if (
      token.pos === 'VERB' &&
      /^(?:go|continue|begin|start|proceed|come|seek|try|appear|use|hasten|rush|take|have)$/.test(token.lemma)
    )
      return index;
    if (token.pos === 'VERB' || token.pos === 'PUNCT' || token.pos === 'NOUN') return -1;
  }
  return -1;
}

/** "Speaking in Ohio, Smith …": a participle that opens the sentence belongs to its subject. */
function fronted(tokens: readonly Token[], at: number, sentence: BlockSentence): boolean {
  return (
    at === sentence.from &&
    /^(?:saying|calling|citing|accusing|describing|claiming|arguing|warning|declaring|blaming|noting|insisting)$/.test(
      tokens[at]?.lower ?? '',
    )
  );
}

function mannerAt(facts: BlockFacts, sentence: BlockSentence, at: number): Candidate | null {
  const { tokens, quoted } = facts;
  const token = tokens[at];
  if (!token || /ing$/.test(token.lower) || token.lemma === 'have' || token.lemma === 'be') return null;
  const closes = (index: number) =>
    index > sentence.from && (quoted[index - 1] ?? -1) >= 0 && quoteEndsAsSpeech(facts, index - 1);
  if (closes(at)) {
    const next = tokens[at + 1];
    if (
      next &&
      (next.pos === 'PROPN' || next.pos === 'PRON') &&
      ANIMATE_PRONOUNS.has(next.lower) !== (next.pos === 'PROPN')
    ) {
      return { at, class: 'speech', subject: null, passive: false, shared: false, manner: true };
    }
    return null;
  }
  const subject = subjectOf(tokens, at, sentence);
  if (!subject || subject.kind === 'relative' || !closes(subject.edge)) return null;
  const after = tokens[at + 1];
  if (after && (after.pos === 'VERB' || after.pos === 'DET' || isNominal(after))) return null;
  return { at, class: 'speech', subject, passive: false, shared: false, manner: true };
}

/** The quotation that ends with token `last` is speech of some length: “…,” or “…!” */
function quoteEndsAsSpeech(facts: BlockFacts, last: number): boolean {
  const { tokens, quoted, quotes } = facts;
  const quote = quotes[quoted[last] ?? -1];
  const final = tokens[last];
  const inner = tokens[last - 1];
  return (
    quote !== undefined &&
    quote.words > 2 &&
    isQuoteMark(final) &&
    inner !== undefined &&
    /^[,?!.…—–-]/.test(inner.text)
  );
}

export function auxiliaryBefore(
  tokens: readonly Token[],
  at: number,
  start: number,
): 'be' | 'being' | 'have' | 'do' | 'other' | null {
  let seen: 'have' | 'do' | 'other' | null = null;
  for (let index = at - 1; index >= start; index -= 1) {
    const token = tokens[index];
    if (!token) continue;
    if (token.lower === 'being') return 'being';
    if (
      /^(?:is|are|was|were|be|been|am|'re|'m|get|got|gets)$/.test(token.lower) ||
      (token.lower === "'s" && token.lemma === 'be')
    )
      return 'be';
    if (/^(?:has|have|had|'ve|'d|having|'s)$/.test(token.lower)) seen = 'have';
    else if (/^(?:do|does|did)$/.test(token.lower)) seen ??= 'do';
    else if (token.pos === 'AUX') seen ??= 'other';
  }
  return seen;
}

const PURE_PARTICIPLES = new Set('known shown seen written spoken given taken sworn'.split(' '));
const IRREGULAR = new Set(
  'said told known shown seen understood thought heard found written spoken given put made felt read held meant taken sworn quoted'.split(
    ' ',
  ),
);

export function isPastParticiple(token: Token): boolean {
  return /ed$/.test(token.lower) || IRREGULAR.has(token.lower);
}
