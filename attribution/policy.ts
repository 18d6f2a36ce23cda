import { z } from 'zod';
import { stakes, type Stake } from './analysis';
import { ruleIds, type RuleId } from './judge/rule';

export const storyKinds = [
  'news',
  'court',
  'investigation',
  'feature',
  'analysis',
  'opinion',
  'review',
  'sport',
  'markets',
  'obituary',
  'live',
  'wire',
  'listing',
] as const;
export type StoryKind = (typeof storyKinds)[number];

export type Severity = 'info' | 'warn';

const kindPolicySchema = z.object({
  /** Overrides of the rules' own severities. `off`: the rule is not run for this kind. */
  severities: z.partialRecord(z.enum(ruleIds), z.enum(['off', 'info', 'warn'])).default({}),
  /** Which stakes must be answered before a story of this kind is published. */
  mustAnswer: z.array(z.enum(stakes)).default([]),
  /** The lead counts as sourced when its fact is attributed by the end of this graf. */
  delayedGrafs: z.int().min(1).max(50).default(3),
});
export type KindPolicy = z.infer<typeof kindPolicySchema>;

/** A house policy file. All parts have defaults; unknown keys are refused, so that a typing error is not silence. */
export const policySchema = z.strictObject({
  version: z.literal(1).default(1),
  /** Names under which this newsroom calls itself in copy: "told the Gazette" is then our own reporting. */
  houseNames: z.array(z.string().min(1)).default([]),
  /** Wires whose copy the house carries under contract: resting on them is no pick-up. */
  ownWires: z.array(z.string().min(1)).default([]),
  kinds: z.partialRecord(z.enum(storyKinds), kindPolicySchema).default({}),
});
export type Policy = z.infer<typeof policySchema>;

const hard: Stake[] = ['accusation', 'speaker', 'figure', 'lead', 'private'];

/** What holds for a kind on which the policy file is silent. */
const shippedKinds: Record<StoryKind, KindPolicy> = {
  news: { severities: {}, mustAnswer: hard, delayedGrafs: 3 },
  court: { severities: {}, mustAnswer: hard, delayedGrafs: 3 },
  investigation: { severities: {}, mustAnswer: hard, delayedGrafs: 3 },
  analysis: { severities: {}, mustAnswer: hard, delayedGrafs: 3 },
  feature: { severities: {}, mustAnswer: ['accusation', 'speaker'], delayedGrafs: 10 },
  live: { severities: {}, mustAnswer: ['accusation', 'speaker'], delayedGrafs: 3 },
  sport: {
    severities: { 'number.unsourced': 'info' },
    mustAnswer: ['accusation', 'speaker'],
    delayedGrafs: 3,
  },
  markets: { severities: {}, mustAnswer: ['accusation', 'speaker'], delayedGrafs: 3 },
  obituary: { severities: {}, mustAnswer: ['accusation', 'speaker'], delayedGrafs: 10 },
  wire: { severities: {}, mustAnswer: ['accusation', 'speaker'], delayedGrafs: 3 },
  opinion: {
    severities: { 'fact.unsourced': 'info', superlative: 'info' },
    mustAnswer: ['accusation', 'figure'],
    delayedGrafs: 10,
  },
  review: {
    severities: { 'fact.unsourced': 'off', 'number.unsourced': 'info', superlative: 'off' },
    mustAnswer: ['accusation'],
    delayedGrafs: 10,
  },
  listing: {
    severities: { 'fact.unsourced': 'off', 'number.unsourced': 'off', superlative: 'off' },
    mustAnswer: ['accusation'],
    delayedGrafs: 10,
  },
};

export const defaultPolicy: Policy = { version: 1, houseNames: [], ownWires: [], kinds: shippedKinds };

/** The rules for one story kind: the house's own where it set them, else the shipped ones. */
export function kindPolicy(policy: Policy, kind: StoryKind): KindPolicy {
  return policy.kinds[kind] ?? shippedKinds[kind];
}

/** Severity of a rule in a story kind; `own` is what the rule itself says about this finding. */
export function severityFor(policy: Policy, kind: StoryKind, rule: RuleId, own: Severity): Severity | 'off' {
  return kindPolicy(policy, kind).severities[rule] ?? own;
}
