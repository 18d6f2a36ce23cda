import winkNLP, { type TokenItsFunction } from 'wink-nlp';
import model from 'wink-eng-lite-web-model';
import { retag } from './retag';

/** Universal part-of-speech tags as the tagger gives them. */
export type Pos =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SYM'
  | 'VERB'
  | 'X'
  | 'SPACE';

/** One token of a block. Offsets are relative to the block. */
export interface Token {
  start: number;
  end: number;
  text: string;
  lower: string;
  lemma: string;
  pos: Pos;
}

type Nlp = ReturnType<typeof winkNLP>;
let shared: Nlp | undefined;

/** The tagger is made once, on the first block that is read: loading its model costs some 50 ms. */
function nlp(): Nlp {
  shared ??= winkNLP(model, ['sbd', 'pos']);
  return shared;
}

/**
 * The same text, code unit by code unit, in the spelling that the tagger knows: straight quotes, plain spaces. Lone
 * surrogates, controls and zero-width characters become spaces, so that no offset can move.
 */
export function plain(text: string): string {
  return text
    .replace(/[‘’‛ʼ`´]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/''/g, '" ')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(
      /[\u0000-\u001f\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]/g,
      ' ',
    )
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ' ');
}

/** Tokens of one block with lemma and part of speech. Pure: the same text always gives the same tokens. */
export function tagBlock(text: string): Token[] {
  const source = plain(text);
  const { its } = nlp();
  const tokens = nlp().readDoc(source).tokens();
  const values = tokens.out(its.value);
  const poses = tokens.out(its.pos);
  // The library calls it with (index, data, addons); its typings name the parameters of an older version.
  const lemmas = tokens.out(its.lemma as unknown as TokenItsFunction<string>);
  const found: Token[] = [];
  let at = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = String(values[index]);
    const start = source.indexOf(value, at);
    // A token that the tagger spelled anew cannot be placed; leaving it out keeps every other offset right.
    if (start < 0 || start - at > 4096) continue;
    at = start + value.length;
    found.push({
      start,
      end: at,
      text: value,
      lower: value.toLowerCase(),
      lemma: String(lemmas[index]),
      pos: toPos(String(poses[index])),
    });
  }
  return retag(found);
}

const known = new Set<string>(
  'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE'.split(' '),
);

function isPos(tag: string): tag is Pos {
  return known.has(tag);
}

function toPos(tag: string): Pos {
  return isPos(tag) ? tag : 'X';
}
