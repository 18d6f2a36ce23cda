import type { Attribution, Sentence } from './analysis';
import type { PlacedBlock } from './block';
import type { BlockFacts, Relation } from './find/relation';
import type { Policy, StoryKind } from './policy';
import type { Token } from './tag/tagger';

/** A block of the story with what was read in it on its own. */
export interface StoryBlock extends PlacedBlock {
  facts: BlockFacts;
  /** 1 for the first body paragraph, and so on; 0 for headings, captions, bylines and boilerplate. */
  graf: number;
}

export interface StorySentence extends Sentence {
  index: number;
  block: StoryBlock;
  blockIndex: number;
  /** Index of the sentence in its block. */
  inBlock: number;
  text: string;
  tokens: readonly Token[];
  graf: number;
}

/** An attribution with the relation that it was made from; offsets of `relation` are in its block. */
export interface StoryAttribution extends Attribution {
  index: number;
  sentence: number;
  block: StoryBlock;
  relation: Relation;
}

/** The whole story as the rules see it. */
export interface Story {
  text: string;
  policy: Policy;
  kind: StoryKind;
  blocks: StoryBlock[];
  sentences: StorySentence[];
  attributions: StoryAttribution[];
}
