import { documentNouns } from '../lexicon/cues';
import type { Token } from '../tag/tagger';
import { formOf, spanOf } from './content';
import { headOf, type Phrase } from './phrases';
import type { BlockFacts, Relation } from './relation';

const TRAILING =
  /^(?:reports?|study|survey|poll|sources?|officials?|police|prosecutors|experts?|analysts?|ministry|minister|president|mayor|un|who|wapo|nyt|ap|reuters|cnn|bbc|lawyer|court|inquest|documents|records)$/;

/**
 * Headline and transcript colons: "Trump: Cruz has a long way to go", "PENCE: I disagree", "Airport shut after strikes:
 * report". In running text only a name in front of the colon counts, in transcripts set in capitals.
 */
export function colonRelation(facts: BlockFacts, index: number, heading: boolean): Relation | null {
  const { tokens, quoted } = facts;
  const sentence = facts.sentences[index];
  if (!sentence) return null;
  for (let at = sentence.from + 1; at < sentence.to - 1; at += 1) {
    const token = tokens[at];
    if (!token || token.text !== ':' || (quoted[at] ?? -1) >= 0) continue;
    const first = tokens[sentence.from];
    const front = { from: sentence.from, to: at, head: headOf(tokens, sentence.from, at) };
    const capitals = allCapitals(tokens, sentence.from, at);
    const speaker =
      at - sentence.from <= 6 &&
      allNames(tokens, sentence.from, at) &&
      (heading || capitals || (quoted[at + 1] ?? -1) >= 0);
    if (speaker && first) {
      const span = spanOf(facts, at + 1, sentence.to);
      return span ? make(facts, index, front, at, [span], 'after') : null;
    }
    // “From Bush’s post: “For the sake of …””: whatever names a person or a document in front of a quotation.
    const named = tokens
      .slice(sentence.from, at)
      .some((item) => item.pos === 'PROPN' || documentNouns.has(item.lower));
    if (
      !heading &&
      (quoted[at + 1] ?? -1) >= 0 &&
      named &&
      at - sentence.from <= 14 &&
      !facts.relations.some((item) => item.sentence === index && item.at < at && item.source)
    ) {
      const quote = spanOf(facts, at + 1, sentence.to);
      return quote ? make(facts, index, front, at, [quote], 'after') : null;
    }
    let end = sentence.to;
    while (end > at + 1 && tokens[end - 1]?.pos === 'PUNCT') end -= 1;
    const last = tokens[end - 1];
    if (heading && last && end - at <= 4 && (TRAILING.test(last.lower) || allNames(tokens, at + 1, end))) {
      const span = spanOf(facts, sentence.from, at);
      return span ? make(facts, index, { from: at + 1, to: end, head: end - 1 }, at, [span], 'before') : null;
    }
    return null;
  }
  return null;
}

function make(
  facts: BlockFacts,
  index: number,
  source: Phrase,
  at: number,
  content: Relation['content'],
  place: 'before' | 'after',
): Relation | null {
  const token = facts.tokens[at];
  if (!token) return null;
  return {
    sentence: index,
    source,
    sourceKind: 'name',
    cue: { start: token.start, end: token.end },
    at,
    lemma: ':',
    class: 'colon',
    content,
    form: formOf(facts, content),
    place,
    agentless: false,
    addressee: null,
    setting: [],
  };
}

function allNames(tokens: readonly Token[], from: number, to: number): boolean {
  let names = 0;
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (!token) return false;
    if (token.pos === 'PROPN' || /^\p{Lu}[\p{Lu}.’'-]+$/u.test(token.text)) names += 1;
    else if (
      !/^(?:[.'-]|'s|of|the|de|al|and)$/i.test(token.lower) &&
      token.pos !== 'NOUN' &&
      token.pos !== 'ADJ'
    )
      return false;
  }
  return (
    names > 0 &&
    !/^(?:WATCH|VIDEO|UPDATE|BREAKING|EXCLUSIVE|PHOTOS?|READ|MORE|ANALYSIS|OPINION|LIVE|LISTEN|NOTE|CORRECTION|RELATED|FACT|Q|A|TOPLINE|PERSONAL|COMMENTARY)$/i.test(
      tokens[from]?.text ?? '',
    )
  );
}

function allCapitals(tokens: readonly Token[], from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    const text = tokens[index]?.text ?? '';
    if (/\p{Ll}/u.test(text) && text !== "'s") return false;
  }
  return true;
}
