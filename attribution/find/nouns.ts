import { sayingNouns } from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import { hasVerb } from './clause';
import { formOf, spanOf } from './content';
import { phraseLeft, phraseRight, type Phrase } from './phrases';
import type { BlockFacts, Relation } from './relation';

/** Nouns of taking sides, which carry their object even where nobody is named. */
const TAKING =
  /^(?:support|opposition|criticism|endorsement|backing|attack|backlash|concern|fear|outrage|anger|praise|condemnation)$/;
const POSSESSIVE = /^(?:his|her|its|their|my|our)$/;
const SUPPORT =
  /^(?:make|issue|release|voice|express|offer|repeat|deliver|publish|give|raise|lodge|file|send|have|post)$/;

/**
 * Nouns that hold what somebody said: "the claim that …", "Smith's warning that …", "criticism from Jones", "made a
 * promise to …". The source is the possessor, the agent after "by" or "from", or the subject of "make", "issue".
 */
export function nounRelations(facts: BlockFacts, index: number): Relation[] {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return [];
  const found: Relation[] = [];
  for (let at = sentence.from; at < sentence.to; at += 1) {
    const token = tokens[at];
    if (!token || token.pos !== 'NOUN' || (quoted[at] ?? -1) >= 0) continue;
    const singular = token.lemma;
    if (!sayingNouns.has(token.lower) && !sayingNouns.has(singular)) continue;
    const source = sourceOfNoun(tokens, at, sentence.from, sentence.to);
    let start = source.after;
    const next = tokens[start];
    if (!next || start >= sentence.to) continue;
    const clause = next.lower === 'that' && hasVerb(tokens, start + 1, sentence.to);
    const infinitive =
      next.lower === 'to' &&
      next.pos === 'PART' &&
      /^(?:promise|pledge|vow|threat|proposal|call|demand|plea|request|plan|offer|decision)$/.test(singular);
    const taking = TAKING.test(singular) && /^(?:of|on|for|against|to|from|over)$/.test(next.lower);
    const topic =
      (source.phrase !== null || taking) &&
      /^(?:of|about|on|for|against|over|toward|towards|to|from)$/.test(next.lower) &&
      next.pos === 'ADP';
    if (!clause && !infinitive && !topic) continue;
    if (
      clause &&
      /^(?:evidence|sense|feeling|impression|consensus|expectation|fact)$/.test(singular) &&
      !source.phrase &&
      singular !== 'consensus'
    )
      continue;
    if (topic) start += 1;
    let end = sentence.to;
    const limit = topic
      ? (phraseRight(tokens, start, sentence.to)?.to ?? end)
      : clauseEnd(tokens, start, end);
    end = Math.min(end, limit);
    const span = spanOf(facts, start, end);
    if (!span) continue;
    found.push({
      sentence: index,
      source: source.phrase,
      sourceKind: source.phrase ? (tokens[source.phrase.head]?.pos === 'PRON' ? 'pronoun' : 'name') : null,
      cue: { start: token.start, end: token.end },
      at,
      lemma: singular,
      class: 'noun',
      content: [span],
      form: topic ? 'attitude' : formOf(facts, [span]),
      place: 'after',
      agentless: source.phrase === null,
      addressee: null,
      setting: [],
    });
  }
  return found;
}

function sourceOfNoun(
  tokens: readonly Token[],
  at: number,
  from: number,
  to: number,
): { phrase: Phrase | null; after: number } {
  const next = tokens[at + 1];
  if (next && (next.lower === 'by' || next.lower === 'from') && tokens[at + 2]) {
    const agent = phraseRight(tokens, at + 2, to);
    if (agent) return { phrase: agent, after: agent.to };
  }
  let left = at - 1;
  while (
    left > from &&
    (tokens[left]?.pos === 'ADJ' ||
      tokens[left]?.pos === 'NOUN' ||
      tokens[left]?.pos === 'VERB' ||
      tokens[left]?.text === '-') &&
    !SUPPORT.test(tokens[left]?.lemma ?? '')
  )
    left -= 1;
  const owner = tokens[left];
  if (owner && POSSESSIVE.test(owner.lower))
    return { phrase: { from: left, to: left + 1, head: left }, after: at + 1 };
  if (owner && (owner.lower === "'s" || owner.text === "'") && left - 1 >= from) {
    const phrase = phraseLeft(tokens, left - 1, from);
    if (phrase) return { phrase, after: at + 1 };
  }
  return { phrase: null, after: at + 1 };
}

/** A that-clause ends at a semicolon or at ", but"; commas inside it are its own. */
function clauseEnd(tokens: readonly Token[], from: number, to: number): number {
  for (let index = from + 2; index < to; index += 1) {
    if (tokens[index]?.text === ';') return index;
    if (tokens[index]?.text === ',' && tokens[index + 1]?.lower === 'but') return index;
  }
  return to;
}
