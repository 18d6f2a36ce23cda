import type { AttributionForm, Span } from '../analysis';
import type { Quote } from '../segment/quotes';
import type { Token } from '../tag/tagger';
import type { Phrase } from './phrases';
import type { SubjectKind } from './clause';

export type CueClass =
  | 'speech'
  | 'showing'
  | 'mind'
  | 'stance'
  | 'act'
  | 'seem'
  | 'according'
  | 'noun'
  | 'colon'
  | 'hedge'
  | 'carried';

/** A sentence of a block: characters, and the tokens of it. */
export interface BlockSentence extends Span {
  from: number;
  to: number;
}

/** A source, cue, content relation inside one block, before anybody asks who "he" is. Offsets are block-relative. */
export interface Relation {
  /** Index of the block's sentence that holds the cue. */
  sentence: number;
  source: Phrase | null;
  sourceKind: SubjectKind | null;
  cue: Span;
  /** Token index of the cue's verb, noun or first word. */
  at: number;
  lemma: string;
  class: CueClass;
  content: Span[];
  form: AttributionForm;
  /** Where the content stands: a tail ("…, she said") takes in quotes before it. */
  place: 'before' | 'after' | 'around';
  /** Nobody is named as having said it: "is understood", "reportedly". */
  agentless: boolean;
  /** The person or body told, as tokens. */
  addressee: Phrase | null;
  setting: Phrase[];
}

/** What a block is on its own, without its neighbours. */
export interface BlockFacts {
  text: string;
  tokens: Token[];
  sentences: BlockSentence[];
  quotes: Quote[];
  /** For each token the index of the quote that it lies in, or -1. */
  quoted: Int32Array;
  relations: Relation[];
}
