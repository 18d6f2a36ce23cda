import { analyse, defaultPolicy, openQueries, type RuleId, type StoryKind } from '#attribution';

/** A labelled draft of drafts-dev.jsonl. */
export interface Draft {
  id: string;
  text: string;
  sentences: {
    start: number;
    end: number;
    kind: string;
    attributed: boolean;
    source: string | null;
    flags: string[];
    mayFlag: string[];
  }[];
  attributions: { cue: [number, number][] | null; content: [number, number][]; resolved: string | null }[];
}

/** Rules that came after the labels were made: neither counted as wanted nor as false alarms. */
const UNLABELLED = new Set<string>([
  'accusation.attributed',
  'anon.whose',
  'consistency.name',
  'consistency.number',
  'consistency.date',
]);
const KINDS: Readonly<Record<string, StoryKind>> = {};
const norm = (name: string) =>
  name
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replace(/[’']s\b/g, '')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

/** Found, right, per rule; attributed or not; the resolved source; warnings in each draft. */
export function draftTable(drafts: readonly Draft[], errors: number): string {
  const lines: string[] = [];
  const perRule = new Map<string, { wanted: number; found: number; raised: number; right: number }>();
  const of = (rule: string) => {
    const entry = perRule.get(rule) ?? { wanted: 0, found: 0, raised: 0, right: 0 };
    perRule.set(rule, entry);
    return entry;
  };
  let attributed = 0;
  let sentences = 0;
  let kinds = 0;
  let sources = 0;
  let resolved = 0;
  for (const draft of drafts) {
    const kind = KINDS[draft.id] ?? 'news';
    const analysis = analyse(draft.text, defaultPolicy, kind);
    let warned = 0;
    for (const gold of draft.sentences) {
      const own = analysis.sentences.filter((item) => item.start < gold.end && gold.start < item.end);
      const text = draft.text.slice(gold.start, gold.end).slice(0, 150);
      sentences += 1;
      const said = own.some((item) => item.attributed || item.kind === 'observation');
      if (said === gold.attributed) attributed += 1;
      else if (errors) lines.push(`  ATTR ${gold.attributed ? 'missed' : 'wrong'} ${draft.id}: ${text}`);
      if (own.some((item) => item.kind === gold.kind)) kinds += 1;
      else if (errors)
        lines.push(
          `  KIND want ${gold.kind} got ${own.map((item) => item.kind).join()} ${draft.id}: ${text}`,
        );
      const flags = analysis.flags.filter(
        (flag) => flag.start < gold.end && gold.start < flag.end && !UNLABELLED.has(flag.rule),
      );
      const rules = new Set<string>(flags.map((flag) => flag.rule));
      for (const rule of gold.flags) {
        of(rule).wanted += 1;
        if (rules.has(rule)) of(rule).found += 1;
        else if (errors) lines.push(`  MISS ${rule} ${draft.id}: ${text}`);
      }
      for (const rule of new Set(flags.filter((flag) => flag.severity === 'warn').map((flag) => flag.rule))) {
        of(rule).raised += 1;
        if (gold.flags.includes(rule) || gold.mayFlag.includes(rule)) of(rule).right += 1;
        else if (errors) lines.push(`  FALSE ${rule} ${draft.id}: ${text}`);
      }
    }
    for (const gold of draft.attributions) {
      if (!gold.resolved || /unknown/.test(gold.resolved)) continue;
      sources += 1;
      const at = gold.cue?.[0];
      const match = analysis.attributions.find(
        (item) => item.cue && at && item.cue.start < at[1] && at[0] < item.cue.end,
      );
      const got = match?.resolved ?? null;
      if (got && sameName(got, gold.resolved)) resolved += 1;
      else if (errors)
        lines.push(
          `  NAME want ${gold.resolved} got ${got} ${draft.id}: ${at ? draft.text.slice(Math.max(0, at[0] - 50), at[1] + 20).replace(/\n/g, ' ') : ''}`,
        );
    }
    warned = openQueries(analysis, [], defaultPolicy, kind).filter((row) => row.severity === 'warn').length;
    lines.push(`${draft.id}: ${warned} rows above info`);
  }
  let wanted = 0;
  let found = 0;
  let raised = 0;
  let right = 0;
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  for (const [rule, entry] of [...perRule].sort()) {
    wanted += entry.wanted;
    found += entry.found;
    raised += entry.raised;
    right += entry.right;
    lines.push(
      `${(rule satisfies string as RuleId).padEnd(24)} found ${entry.found}/${entry.wanted}, right ${entry.right}/${entry.raised}`,
    );
  }
  lines.push(
    `required flags found ${percent(found, wanted)} (${found}/${wanted}); warnings right or tolerated ${percent(right, raised)} (${right}/${raised})`,
  );
  lines.push(
    `attributed or not right ${percent(attributed, sentences)}; kind right ${percent(kinds, sentences)}; source resolved ${percent(resolved, sources)} (${resolved}/${sources})`,
  );
  return lines.join('\n');
}

/** The same name, or one that holds the other's last words: labels add a note in brackets ("experts (unspecified)"). */
function sameName(got: string, want: string): boolean {
  const bare = norm(want.replace(/\(.*\)|, via .*/g, ''));
  const mine = norm(got.replace(/\(.*\)/g, ''));
  return (
    mine === bare ||
    mine.endsWith(` ${bare}`) ||
    bare.endsWith(` ${mine}`) ||
    bare.startsWith(`${mine} `) ||
    mine.startsWith(`${bare} `)
  );
}
