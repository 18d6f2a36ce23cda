import type { Part } from './part';

/** What a part of the run came to. Names are those that the runners print, with the file first. */
export interface Outcome {
  passed: number;
  failed: string[];
  skipped: string[];
  /** everything that the runner printed: shown where something failed */
  output: string;
}

export interface Result extends Outcome {
  name: string;
  seconds: number;
}

/** Runs a part, and says how it went as soon as it is through. */
export async function timed(name: string, part: Part): Promise<Result> {
  const since = Date.now();
  const outcome = await part().catch((error: unknown): Outcome => {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { passed: 0, failed: [`${name}: could not run`], skipped: [], output: words };
  });
  const result = { ...outcome, name, seconds: (Date.now() - since) / 1000 };
  if (result.failed.length > 0) console.log(`\n${result.output.trimEnd()}\n`);
  console.log(lineOf(result));
  return result;
}

/**
 * In CI a skipped test is a failed one, but for those whose name says that they need `../shared`: files that not
 * everybody has.
 */
export function strict(result: Result): Result {
  const allowed = (name: string) => name.includes('../shared');
  const refused = result.skipped.filter((name) => !allowed(name)).map((name) => `${name} (skipped)`);
  return { ...result, failed: [...result.failed, ...refused], skipped: result.skipped.filter(allowed) };
}

function lineOf({ name, seconds, passed, failed, skipped }: Result): string {
  const counts = [`${passed} passed`, `${failed.length} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  return `${name.padEnd(12)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${counts.join(', ')}`;
}

/** The end of the run: failures by name, the whole time, the skips by name, and the totals alone on the last line. */
export function summary(results: readonly Result[], since: number): string[] {
  const failed = results.flatMap((result) => result.failed);
  const skipped = results.flatMap((result) => result.skipped);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  return [
    '',
    ...failed.map((name) => `FAILED ${name}`),
    `All of it took ${((Date.now() - since) / 1000).toFixed(0)} s`,
    `Skipped ${skipped.length}${skipped.length > 0 ? `: ${skipped.join('; ')}` : ''}`,
    `${passed} passed, ${failed.length} failed`,
  ];
}
