import type { Span } from '../analysis';
import { actVerbs, prepositionalCues, stanceVerbs } from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import type { Candidate } from './candidate';
import { hasVerb } from './clause';
import { anyQuoted, formOf, spanOf } from './content';
import { isDash, isNominal, isQuoteMark } from './phrases';
import type { BlockFacts, BlockSentence, Relation } from './relation';

/** A relation whose content is still to be found. */
export type Known = Omit<Relation, 'content' | 'form' | 'place'>;

/** Verbs whose addressee is part of what is wanted: "urged the company to stay". */
const WANTS_OF =
  /^(?:urge|ask|advise|persuade|convince|encourage|implore|beg|instruct|order|warn|tell|invite|press)$/;

/** What is reported after the verb: "said that …", "urged the company to stay", "denied the charge". */
export function whatFollows(
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
