/** The attribution engine: text in, analysis out. Pure functions; no DOM, no network, no clock, no database. */
export type {
  Analysis,
  Attribution,
  AttributionForm,
  Flag,
  Sentence,
  SentenceKind,
  SourceKind,
  Span,
  Stake,
} from './analysis';
export { sentenceKinds, sourceKinds, stakes } from './analysis';
export type { Block, BlockKind } from './block';
export { BLOCK_JOINT, blockKinds, textOf } from './block';
export type { Analyser } from './engine';
export { analyse, createAnalyser } from './engine';
export { sameFacts } from './facts';
export type { FixId, Rule, RuleId } from './judge/rule';
export { fixIds, ruleIds } from './judge/rule';
export { rules } from './judge/rules/index';
export type { KindPolicy, Policy, Severity, StoryKind } from './policy';
export { defaultPolicy, kindPolicy, policySchema, severityFor, storyKinds } from './policy';
export type { Query, QueryDecision } from './query';
export { openQueries } from './query';
export { ENGINE_VERSION } from './version';
