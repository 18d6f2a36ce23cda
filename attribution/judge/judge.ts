import type { Flag } from '../analysis';
import { severityFor } from '../policy';
import type { Story } from '../story';
import { rules } from './rules/index';

/** Runs every rule that house policy leaves on for this kind of story; flags come in the order of the text. */
export function judge(story: Story): Flag[] {
  const flags: Flag[] = [];
  for (const rule of rules) {
    if (severityFor(story.policy, story.kind, rule.id, rule.severity) === 'off') continue;
    for (const finding of rule.test(story)) {
      const sentence = story.sentences[finding.sentence];
      if (!sentence) continue;
      let severity = severityFor(story.policy, story.kind, rule.id, finding.severity ?? rule.severity);
      if (severity === 'off') continue;
      // A finding that is info by itself stays info: policy raises a rule, not its mildest cases.
      if (finding.severity === 'info') severity = 'info';
      const top =
        sentence.block.kind === 'headline' ||
        sentence.block.kind === 'dek' ||
        sentence.block.kind === 'heading';
      if (top && !rule.id.startsWith('accusation')) severity = 'info';
      flags.push({
        rule: rule.id,
        severity,
        start: finding.start,
        end: finding.end,
        sentence: finding.sentence,
        message: finding.message,
        cause: finding.cause,
        stake: severity === 'warn' ? (finding.stake ?? null) : null,
      });
    }
  }
  return flags.sort(
    (left, right) => left.start - right.start || left.end - right.end || (left.rule < right.rule ? -1 : 1),
  );
}
