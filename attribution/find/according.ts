import type { Span } from '../analysis';
import { formOf, spanOf } from './content';
import { documentNouns, speechVerbs } from '../lexicon/cues';
import { isNominal, phraseRight } from './phrases';
import type { BlockFacts, Relation } from './relation';

/** "According to X", "per X", "in X's view", "in a poll of …": sources that a preposition brings in. */
export function accordingRelations(facts: BlockFacts, index: number): Relation[] {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return [];
  const found: Relation[] = [];
  for (let at = sentence.from; at < sentence.to; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    if (!token || (quoted[at] ?? -1) >= 0) continue;
    let cueEnd = -1;
    if (token.lower === 'according' && next?.lower === 'to') cueEnd = at + 2;
    else if (
      token.lower === 'per' &&
      next &&
      (at === sentence.from || tokens[at - 1]?.text === ',') &&
      (next.pos === 'PROPN' || next.pos === 'DET')
    )
      cueEnd = at + 1;
    if (cueEnd < 0 && at === sentence.from && token.lower === 'in' && inDocument(facts, index))
      cueEnd = at + 1;
    if (cueEnd < 0) continue;
    const source = phraseRight(tokens, cueEnd, sentence.to);
    if (!source || (!isNominal(tokens[source.head]) && tokens[source.head]?.pos !== 'PRON')) continue;
    const content: Span[] = [];
    const first =
      at === sentence.from ||
      (at - sentence.from < 3 &&
        !tokens
          .slice(sentence.from, at)
          .some((item) => item.pos === 'VERB' || item.pos === 'NOUN' || item.pos === 'PROPN'));
    if (first) {
      let start = source.to;
      while (start < sentence.to && tokens[start]?.text !== ',') start += 1;
      if (start >= sentence.to) start = source.to;
      const span = spanOf(facts, start, sentence.to);
      if (span) content.push(span);
    } else {
      const span = spanOf(facts, sentence.from, at);
      if (span) content.push(span);
      let rest = source.to;
      if (tokens[rest]?.text === ',' && tokens[at - 1]?.text === ',') {
        rest += 1;
        const more = spanOf(facts, rest, sentence.to);
        if (
          more &&
          sentence.to - rest > 4 &&
          tokens[rest]?.pos !== 'DET' &&
          !/^(?:who|which|whose)$/.test(tokens[rest]?.lower ?? '')
        )
          content.push(more);
      }
    }
    const cueToken = tokens[cueEnd - 1];
    if (!content.length || !cueToken) continue;
    found.push({
      sentence: index,
      source,
      sourceKind:
        tokens[source.head]?.pos === 'PROPN'
          ? 'name'
          : tokens[source.head]?.pos === 'PRON'
            ? 'pronoun'
            : 'common',
      cue: { start: token.start, end: cueToken.end },
      at,
      lemma: token.lower === 'according' ? 'according to' : token.lower,
      class: 'according',
      content,
      form: formOf(facts, content),
      place: first ? 'after' : 'before',
      agentless: false,
      addressee: null,
      setting: [],
    });
  }
  return found;
}

/** "In a Tallis Research poll of 1,204 voters, Holcomb led": the document speaks where nobody else in the sentence does. */
function inDocument(facts: BlockFacts, index: number): boolean {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return false;
  const phrase = phraseRight(tokens, sentence.from + 1, sentence.to);
  const head = phrase ? tokens[phrase.head] : undefined;
  if (
    !phrase ||
    !head ||
    !documentNouns.has(head.lower) ||
    /^(?:law|act|bill|speech|order|season|case|suit|book|trial|results?|contract|agreement|constitution|budget|decision|election)$/.test(
      head.lower,
    )
  )
    return false;
  let comma = phrase.to;
  while (comma < sentence.to && comma < phrase.to + 10 && tokens[comma]?.text !== ',') comma += 1;
  if (tokens[comma]?.text !== ',') return false;
  for (let at = comma; at < sentence.to; at += 1) {
    const token = tokens[at];
    if ((quoted[at] ?? -1) >= 0 || (token?.pos === 'VERB' && speechVerbs.has(token.lemma))) return false;
  }
  return true;
}
