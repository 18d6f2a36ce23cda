import type { RuleId } from './judge/rule';
import type { Severity } from './policy';

/** What the engine answers about a text. Offsets are UTF-16 code units into `Analysis.text`; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

export const sentenceKinds = [
  'claim',
  'quote',
  'question',
  'opinion',
  'background',
  'heading',
  'caption',
  'boilerplate',
  'observation',
] as const;
export type SentenceKind = (typeof sentenceKinds)[number];

export const sourceKinds = [
  'person',
  'organization',
  'document',
  'outlet',
  'anonymous',
  'vague',
  'own-observation',
  'none',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

export type AttributionForm = 'direct' | 'indirect' | 'mixed' | 'attitude';

/**
 * One sentence. `attributed`: a reader is told who says, wrote, showed or knows it (a vague or agentless source does
 * not count). `by`: indexes into `Analysis.attributions`. `carriedFrom`: the attribution of a neighbour that covers it.
 */
export interface Sentence extends Span {
  kind: SentenceKind;
  attributed: boolean;
  by: number[];
  carriedFrom?: number;
}

/**
 * A relation source, cue, content. `content` may be split and may run over sentences and blocks. `via` is the index of
 * the attribution through which this one reached us ("Smith said, according to The Times"): at second hand.
 */
export interface Attribution {
  source: Span | null;
  cue: Span | null;
  content: Span[];
  form: AttributionForm;
  resolved: string | null;
  sourceKind: SourceKind;
  via?: number;
}

/**
 * What an open flag puts at stake, which decides whether house policy wants it answered before publishing: an
 * accusation; a quote without a speaker; a figure of money, harm, rate or share; a fact in the first three grafs; a
 * private act, talk, knowledge or motive.
 */
export const stakes = ['accusation', 'speaker', 'figure', 'lead', 'private'] as const;
export type Stake = (typeof stakes)[number];

/** One finding of one rule. Flags with an equal `cause` are answered together and make one row. */
export interface Flag extends Span {
  rule: RuleId;
  severity: Severity;
  /** Index into `Analysis.sentences`. */
  sentence: number;
  message: string;
  cause: string;
  stake: Stake | null;
}

export interface Analysis {
  version: string;
  /** The story's text that all offsets point into: the blocks' texts joined by a blank line, or the text as given. */
  text: string;
  sentences: Sentence[];
  attributions: Attribution[];
  flags: Flag[];
}
