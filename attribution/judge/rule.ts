import type { Stake } from '../analysis';
import type { Severity } from '../policy';
import type { Story } from '../story';

export const ruleIds = [
  'fact.unsourced',
  'number.unsourced',
  'accusation.unsourced',
  'accusation.attributed',
  'accusation.adjectival',
  'alleged.noAlleger',
  'attribution.vague',
  'attribution.passive',
  'reports.noOutlet',
  'pickup.secondhand',
  'quote.noSpeaker',
  'quote.fragment',
  'poll.incomplete',
  'study.unnamed',
  'superlative',
  'verb.loaded',
  'anon.whose',
  'consistency.name',
  'consistency.number',
  'consistency.date',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** What a reporter can do about a flag; the interface gives each its words and its key. */
export const fixIds = [
  'link-source',
  'insert-attribution',
  'common-knowledge',
  'link-record',
  'set-basis',
  'ask-legal',
  'log-attempt',
  'name-who',
  'reword',
  'describe-role',
  'name-outlet',
  'credit-and-link',
  'first-hand',
  'pick-speaker',
  'unquote',
  'full-quote',
  'poll-card',
  'study-card',
  'soften',
  'said',
  'jump-both',
  'cq',
  'protected-card',
  'insert-told-outlet',
] as const;
export type FixId = (typeof fixIds)[number];

/** One place where a rule fires. `severity` overrides the rule's own for this place. */
export interface Finding {
  sentence: number;
  start: number;
  end: number;
  message: string;
  cause: string;
  severity?: Severity;
  stake?: Stake | null;
}

/** A text with the fragment of it that must, or must not, be flagged by the rule. */
export interface Example {
  text: string;
  /** The flagged sentence contains this; default: the whole text. */
  at?: string;
}

/**
 * One rule of the class D table: everything about it in one object, from which the tests, the settings page and the
 * docs are made.
 */
export interface Rule {
  id: RuleId;
  title: string;
  severity: Severity;
  /** The principle in our own words, and which public standards hold it. */
  help: string;
  standard: string;
  fixes: readonly FixId[];
  fires: readonly Example[];
  nearMisses: readonly Example[];
  test(story: Story): Finding[];
}
