import type { Analysis, Flag, Span, Stake } from './analysis';
import { sameFacts } from './facts';
import type { FixId, RuleId } from './judge/rule';
import { rules } from './judge/rules/index';
import { kindPolicy, type Policy, type Severity, type StoryKind } from './policy';

/** What people decided about the story, as far as it can answer queries. The caller has checked that it is theirs. */
export type QueryDecision =
  | {
      /** Evidence linked to a claim whose text covers `sentence`; `spans` are the claim's places in the story's text. */
      type: 'evidence';
      spans: Span[];
      sentence: string;
    }
  | {
      /** "OK as is" for one rule on a sentence. Not `effective`: proposed only, so the row stays open. */
      type: 'dismissal';
      rule: RuleId;
      sentence: string;
      effective: boolean;
    };

/** One row of the sidebar and of the gate's list: the flags of one cause. */
export interface Query extends Span {
  /** Stable over edits elsewhere: made from rule, sentence and occurrence. */
  id: string;
  rule: RuleId;
  severity: Severity;
  /** Index of the sentence in the analysis, its text, and of every sentence that shares the cause. */
  sentence: number;
  sentenceText: string;
  sentences: number[];
  title: string;
  message: string;
  help: string;
  fixes: readonly FixId[];
  /** Indexes into `Analysis.flags`. */
  flags: number[];
  count: number;
  stake: Stake | null;
  mustAnswer: boolean;
  state: 'open' | 'answered';
  answeredBy: 'evidence' | 'dismissal' | null;
  /** Somebody proposed "OK as is", but it takes another person to decide. */
  proposed: boolean;
}

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/**
 * The rows that sidebar and gate both show, in the order of the text. Flags with one cause make one row, and a sentence
 * has at most one row above info: the first rule in the list of rules wins, and takes the other's stake with it, so
 * that nothing that must be answered is lost.
 */
export function openQueries(
  analysis: Analysis,
  decisions: readonly QueryDecision[],
  policy: Policy,
  kind: StoryKind,
): Query[] {
  const must = new Set(kindPolicy(policy, kind).mustAnswer);
  const groups = new Map<string, number[]>();
  const claimed = new Map<number, string>();
  const stakes = new Map<string, Stake>();
  const order = analysis.flags
    .map((_flag, index) => index)
    .sort((left, right) => rank(analysis.flags[left]) - rank(analysis.flags[right]) || left - right);
  for (const index of order) {
    const flag = analysis.flags[index];
    if (!flag) continue;
    let key = `${flag.rule}|${flag.cause}`;
    if (flag.severity === 'warn') {
      const holder = claimed.get(flag.sentence);
      if (holder === undefined) claimed.set(flag.sentence, key);
      else key = holder;
    }
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
    if (flag.stake && !strongest(stakes.get(key), flag.stake, must)) stakes.set(key, flag.stake);
  }
  const seen = new Map<string, number>();
  const queries: Query[] = [];
  const rows = [...groups].map(([key, indexes]) => ({ key, indexes: indexes.slice() }));
  rows.sort((left, right) => (left.indexes[0] ?? 0) - (right.indexes[0] ?? 0));
  for (const { key, indexes } of rows) {
    const lead = indexes
      .map((index) => analysis.flags[index])
      .find((flag) => flag && key.startsWith(`${flag.rule}|`));
    const rule = lead && byId.get(lead.rule);
    if (!lead || !rule) continue;
    const sentenceText = textOfSentence(analysis, lead.sentence);
    const base = `${lead.rule}|${sentenceText}`;
    const occurrence = seen.get(base) ?? 0;
    seen.set(base, occurrence + 1);
    const sentences = [
      ...new Set(indexes.map((index) => analysis.flags[index]?.sentence ?? lead.sentence)),
    ].sort((left, right) => left - right);
    const stake = stakes.get(key) ?? null;
    const answer = answerOf(analysis, lead, sentences, indexes, decisions);
    queries.push({
      id: `${lead.rule}:${hash(`${base}|${occurrence}`)}`,
      rule: lead.rule,
      severity: lead.severity,
      start: lead.start,
      end: lead.end,
      sentence: lead.sentence,
      sentenceText,
      sentences,
      title: rule.title,
      message: lead.message,
      help: `${rule.help} (${rule.standard})`,
      fixes: rule.fixes,
      flags: indexes.sort((left, right) => left - right),
      count: sentences.length,
      stake,
      mustAnswer: stake !== null && must.has(stake),
      ...answer,
    });
  }
  return queries.sort((left, right) => left.start - right.start || (left.id < right.id ? -1 : 1));
}

function rank(flag: Flag | undefined): number {
  return flag ? rules.findIndex((rule) => rule.id === flag.rule) : rules.length;
}

/** Is the stake already held at least as telling as this one? One that must be answered beats one that need not. */
function strongest(held: Stake | undefined, next: Stake, must: ReadonlySet<Stake>): boolean {
  if (held === undefined) return false;
  if (held === 'accusation') return true;
  if (next === 'accusation') return false;
  return must.has(held) || !must.has(next);
}

function textOfSentence(analysis: Analysis, index: number): string {
  const sentence = analysis.sentences[index];
  return sentence ? analysis.text.slice(sentence.start, sentence.end) : '';
}

function answerOf(
  analysis: Analysis,
  lead: Flag,
  sentences: readonly number[],
  indexes: readonly number[],
  decisions: readonly QueryDecision[],
): Pick<Query, 'state' | 'answeredBy' | 'proposed'> {
  let proposed = false;
  const flags = indexes
    .map((index) => analysis.flags[index])
    .filter((flag): flag is Flag => flag !== undefined);
  // Fixing the cause once closes the whole row.
  const evidenced = sentences.some((index) => {
    const sentence = analysis.sentences[index];
    if (!sentence) return false;
    const text = textOfSentence(analysis, index);
    return decisions.some(
      (decision) =>
        decision.type === 'evidence' &&
        sameFacts(decision.sentence, text) &&
        decision.spans.some((span) => span.start < sentence.end && sentence.start < span.end),
    );
  });
  if (evidenced) return { state: 'answered', answeredBy: 'evidence', proposed };
  // A row stands for every rule in it: all of them must be dismissed, for the sentence that the row is about.
  const waiting = new Set(flags.map((flag) => flag.rule));
  for (const decision of decisions) {
    if (decision.type !== 'dismissal' || !waiting.has(decision.rule)) continue;
    if (
      !flags.some(
        (flag) =>
          flag.rule === decision.rule &&
          sameFacts(decision.sentence, textOfSentence(analysis, flag.sentence)),
      )
    )
      continue;
    if (decision.effective) waiting.delete(decision.rule);
    else proposed = true;
  }
  if (waiting.size === 0 || !waiting.has(lead.rule))
    return { state: 'answered', answeredBy: 'dismissal', proposed };
  return { state: 'open', answeredBy: null, proposed };
}

/** cyrb53, a short public-domain string hash: an id for rows, not a seal. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
