import path from 'node:path';
import { z } from 'zod';
import type { Outcome } from './result';

/** The part of vitest's JSON report that we count (the format is Jest's). */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts vitest's tests. A run that ends badly without a failed test (an error outside of any) is one failure. */
export function vitestOutcome(
  report: unknown,
  { project, code, output, root }: { project: string; code: number | null; output: string; root: string },
): Outcome {
  const outcome: Outcome = { passed: 0, failed: [], skipped: [], output };
  const parsed = vitestReport.safeParse(report);
  for (const file of parsed.success ? parsed.data.testResults : []) {
    const place = path.relative(root, file.name);
    for (const { fullName, status } of file.assertionResults) {
      const name = `${place} › ${fullName}`;
      if (status === 'passed') outcome.passed += 1;
      else if (status === 'failed') outcome.failed.push(name);
      else outcome.skipped.push(name);
    }
    const told = file.assertionResults.some(({ status }) => status === 'failed');
    if (file.status === 'failed' && !told) outcome.failed.push(`${place}: the file could not be run`);
  }
  if (code !== 0 && outcome.failed.length === 0) outcome.failed.push(`${project}: vitest ended with ${code}`);
  return outcome;
}

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']) })),
});
const suiteBase = z.object({ title: z.string(), specs: z.array(spec) });
type Suite = z.infer<typeof suiteBase> & { suites?: Suite[] };
const suite: z.ZodType<Suite> = suiteBase.extend({ suites: z.lazy(() => suite.array()).optional() });
const playwrightReport = z.object({ suites: z.array(suite) });

/** Counts Playwright's tests. A flaky one has failed. */
export function playwrightOutcome(
  report: unknown,
  { code, output }: { code: number | null; output: string },
): Outcome {
  const outcome: Outcome = { passed: 0, failed: [], skipped: [], output };
  const count = (group: Suite, titles: string[]) => {
    for (const { title, file, tests } of group.specs) {
      const name = [`e2e/${file}`, ...titles, title].join(' › ');
      for (const { status } of tests) {
        if (status === 'expected') outcome.passed += 1;
        else if (status === 'skipped') outcome.skipped.push(name);
        else outcome.failed.push(name);
      }
    }
    for (const inner of group.suites ?? []) count(inner, [...titles, inner.title]);
  };
  const parsed = playwrightReport.safeParse(report);
  for (const file of parsed.success ? parsed.data.suites : []) count(file, []);
  if (code !== 0 && outcome.failed.length === 0)
    outcome.failed.push(`browser: Playwright ended with ${code}`);
  return outcome;
}
