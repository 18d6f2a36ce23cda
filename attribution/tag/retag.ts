import { documentNouns, vagueGroups } from '../lexicon/cues';
import { reportingForms } from '../lexicon/forms';
import { commonHeads } from '../lexicon/agents';
import type { Pos, Token } from './tagger';

/** Words that open a sentence before a reporting verb without being a name. */
const ALONE = new Set(
  'also then later some many most others few all both and but asked he she they it who earlier once however still nor so as'.split(
    ' ',
  ),
);
const NOMINAL = new Set<Pos>(['NOUN', 'PROPN', 'NUM', 'PRON']);

/**
 * Puts right what the tagger often gets wrong in news: capitalised common nouns at a sentence's start taken for names
 * ("Experts say"), reporting verbs taken for nouns ("Sanders praises Obama", "the results show that"), and names that
 * are also words ("Will Doyle"). Changes the tokens in place; looks at three neighbours at most.
 */
export function retag(tokens: Token[]): Token[] {
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) continue;
    const left = tokens[at - 1];
    const right = tokens[at + 1];
    if (left?.lower === 'to' && tokens[at - 2]?.lower === 'according') {
      left.pos = 'ADP';
      if (token.pos === 'VERB') token.pos = 'NOUN';
    }
    const capital = /^\p{Lu}/u.test(token.text);
    if (
      token.pos === 'PROPN' &&
      capital &&
      startsSentence(left) &&
      right?.pos !== 'PROPN' &&
      isCommon(token.lower)
    )
      token.pos = 'NOUN';
    else if (
      (token.pos === 'AUX' || token.pos === 'VERB' || token.pos === 'ADJ') &&
      capital &&
      !startsSentence(left) &&
      right?.pos === 'PROPN' &&
      /^\p{Lu}/u.test(right.text)
    )
      token.pos = 'PROPN';
    else if (token.pos === 'NOUN' && !capital) verbHere(tokens, at, token, left, right);
    else if (token.pos === 'ADP' && left?.pos === 'DET' && right?.pos === 'NOUN') token.pos = 'ADJ';
    else if (token.pos === 'VERB' && token.lower === 'according' && right?.lower !== 'to') token.pos = 'ADV';
    if (
      token.lower === 'say' &&
      token.pos === 'NOUN' &&
      left &&
      left.pos !== 'DET' &&
      left.pos !== 'ADJ' &&
      left.lower !== "'s"
    )
      token.pos = 'VERB';
    if (
      capital &&
      token.pos !== 'PROPN' &&
      /^(?:ADV|ADJ|VERB|INTJ|X|AUX|ADP)$/.test(token.pos) &&
      startsSentence(left) &&
      right &&
      /^(?:said|says|told|added|wrote|tweeted)$/.test(right.lower) &&
      !ALONE.has(token.lower)
    )
      token.pos = 'PROPN';
    if (
      token.pos === 'PRON' &&
      token.lower === 'that' &&
      left?.pos === 'VERB' &&
      right &&
      right.pos !== 'VERB' &&
      right.pos !== 'AUX' &&
      right.pos !== 'PUNCT'
    )
      token.pos = 'SCONJ';
  }
  return tokens;
}

function startsSentence(left: Token | undefined): boolean {
  return left === undefined || /^[.!?"':;•–—-]$/.test(left.text) || left.text === '...';
}

function isCommon(lower: string): boolean {
  return vagueGroups.has(lower) || documentNouns.has(lower) || commonHeads.has(lower);
}

function verbHere(
  tokens: readonly Token[],
  at: number,
  token: Token,
  left: Token | undefined,
  right: Token | undefined,
): void {
  const lemma = reportingForms.get(token.lower);
  if (!lemma || !left || !right) return;
  if (!NOMINAL.has(left.pos) && left.text !== ')') return;
  if (left.lower === 'the' || left.pos === 'NUM') return;
  const opensContent =
    /^(?:that|how|why|whether|if|what|who)$/.test(right.lower) ||
    right.pos === 'DET' ||
    right.pos === 'PRON' ||
    right.pos === 'PROPN' ||
    right.text === '"' ||
    (right.lower === 'to' && right.pos === 'PART');
  const closes = /^[.,]$/.test(right.text) && inTail(tokens, at);
  if (!opensContent && !closes) return;
  const third = /s$/.test(token.lower) && token.lower !== lemma;
  const plural =
    /s$/.test(left.lower) ||
    /^(?:people|men|women|police|media|some|most|many|they|we|i|you)$/.test(left.lower) ||
    pluralHead(tokens, at - 1);
  // A verb further left in the clause would make this word its object: "he saw the show that".
  for (let index = at - 1; index >= 0 && index > at - 9; index -= 1) {
    const earlier = tokens[index];
    if (!earlier || earlier.pos === 'PUNCT') break;
    if (earlier.pos === 'VERB' || earlier.pos === 'AUX') return;
  }
  if (third ? left.pos === 'PROPN' || !plural || left.pos === 'PRON' : plural) {
    token.pos = 'VERB';
    token.lemma = lemma;
  }
}

/** ", the club's records show,": a noun phrase between a comma and the verb, which ends its part of the sentence. */
function inTail(tokens: readonly Token[], at: number): boolean {
  for (let index = at - 1; index >= 0 && index > at - 8; index -= 1) {
    const token = tokens[index];
    if (!token || token.pos === 'VERB' || token.pos === 'AUX' || token.pos === 'ADP') return false;
    if (token.text === ',') return index < at - 1 && at - index < 7;
  }
  return false;
}

/** "Polls in New Hampshire show": the noun before the preposition decides. */
function pluralHead(tokens: readonly Token[], end: number): boolean {
  for (let index = end; index >= 0 && index > end - 6; index -= 1) {
    const token = tokens[index];
    if (!token || token.pos === 'VERB' || token.pos === 'PUNCT') return false;
    if (token.pos === 'ADP') return /s$/.test(tokens[index - 1]?.lower ?? '');
  }
  return false;
}
