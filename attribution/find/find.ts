import type { Span } from '../analysis';
import { quotesOf, type Quote } from '../segment/quotes';
import { sentencesOf } from '../segment/sentences';
import { tagBlock, type Token } from '../tag/tagger';
import { accordingRelations } from './according';
import { candidateAt, type Candidate } from './candidate';
import { verbGroupStart } from './clause';
import { colonRelation } from './colon';
import { nounRelations } from './nouns';
import { relate } from './relate';
import type { BlockFacts, BlockSentence, Relation } from './relation';

/**
 * Reads one block on its own: sentences, tokens, quotes, and the relations whose cue stands in it. `heading`: the
 * block is a headline, dek or heading, where a colon can name the source.
 */
export function readBlock(text: string, heading = false): BlockFacts {
  const tokens = tagBlock(text);
  const quotes = quotesOf(text);
  const sentences = placeSentences(sentencesOf(text), tokens);
  const quoted = quoteOfTokens(tokens, quotes);
  const facts: BlockFacts = { text, tokens, sentences, quotes, quoted, relations: [] };
  for (let index = 0; index < sentences.length; index += 1) findInSentence(facts, index, heading);
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

function findInSentence(facts: BlockFacts, index: number, heading: boolean): void {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return;
  const candidates: Candidate[] = [];
  for (let at = sentence.from; at < sentence.to; at += 1) {
    if ((quoted[at] ?? -1) >= 0) continue;
    const candidate = candidateAt(facts, sentence, at);
    if (candidate) candidates.push(candidate);
  }
  const accordings = accordingRelations(facts, index);
  let last: Relation | null = null;
  for (let order = 0; order < candidates.length; order += 1) {
    const candidate = candidates[order];
    if (!candidate) continue;
    const relation = relate(
      facts,
      index,
      candidate,
      boundAfter(facts, sentence, candidates, order, accordings),
      last,
    );
    if (!relation) continue;
    if (hedged(tokens, candidate.at, sentence) || (relation.sourceKind === 'shared' && last?.agentless))
      relation.agentless = true;
    facts.relations.push(relation);
    last = relation;
  }
  facts.relations.push(...accordings, ...nounRelations(facts, index));
  const colon = colonRelation(facts, index, heading);
  if (colon) facts.relations.push(colon);
}

/** "reportedly told": the hedge on the reporting verb takes back the speaker that it names. */
function hedged(tokens: readonly Token[], at: number, sentence: BlockSentence): boolean {
  for (let index = verbGroupStart(tokens, at, sentence.from); index < at; index += 1) {
    if (/^(?:reportedly|allegedly|purportedly|supposedly)$/.test(tokens[index]?.lower ?? '')) return true;
  }
  return false;
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
  if (!self) return bound;
  for (const according of accordings) {
    if (according.at > self.at && according.place === 'before')
      bound = Math.min(bound, tokens[according.at - 1]?.text === ',' ? according.at - 1 : according.at);
  }
  for (let next = order + 1; next < candidates.length; next += 1) {
    const other = candidates[next];
    if (!other || other.at >= bound) break;
    const edge = siblingEdge(tokens, sentence, other, self.at);
    if (edge > self.at) return edge;
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
      // "that he lied and said so" stays inside what is reported; "said A and added B" does not.
      if (other.class !== 'speech' && other.class !== 'act') return -1;
      return tokens[start - 2]?.text === ',' ? start - 2 : start - 1;
    }
    return -1;
  }
  const edge = other.subject?.edge ?? -1;
  if (edge <= self) return -1;
  const left = tokens[edge - 1];
  const beyond = tokens[edge - 2];
  if (!left) return -1;
  if (left.text === ';') return edge - 1;
  const contrast = /^(?:while|although|though|whereas)$/.test(left.lower);
  if ((left.pos === 'CCONJ' || contrast) && beyond?.text === ',') return edge - 2;
  return contrast ? edge - 1 : -1;
}
