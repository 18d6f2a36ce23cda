import { ESLint } from 'eslint';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../server';
import { playwrightOutcome, vitestOutcome } from './report';
import type { Outcome } from './result';

/** A part of the run. It never throws for a failing test, only if it could not run at all. */
export type Part = () => Promise<Outcome>;

/** A program of a package of ours. */
export const bin = (name: string) => path.join(root, 'node_modules', '.bin', name);

/** One command is one check: it passes if it ends with 0. */
export function command(file: string, args: string[]): Part {
  return async () => {
    const { code, output } = await run(file, args, {});
    const name = [path.basename(file), ...args].join(' ');
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? [] : [name], skipped: [], output };
  };
}

/** The lint rule of the rooms must bite: an import against it is refused, one along it is not. */
export const rooms: Part = async () => {
  const eslint = new ESLint({ cwd: root });
  const cases = [
    { file: 'protocol/x.ts', from: '#server/store', refused: true },
    { file: 'attribution/x.ts', from: '#protocol', refused: true },
    { file: 'components/ui/x.ts', from: '#server/store', refused: true },
    { file: 'document/x.ts', from: '../server/store', refused: true },
    { file: 'server/claims/x.ts', from: '../store/schema', refused: true },
    { file: 'server/claims/x.ts', from: '#server/store', refused: false },
    { file: 'document/x.ts', from: '#attribution', refused: false },
  ];
  const failed: string[] = [];
  for (const { file, from, refused } of cases) {
    const [result] = await eslint.lintText(`import * as x from '${from}';\nexport { x };\n`, {
      filePath: file,
    });
    if ((result?.errorCount ?? 0) > 0 !== refused) {
      failed.push(`rooms: an import of ${from} in ${file} is ${refused ? 'not refused' : 'refused'}`);
    }
  }
  return { passed: cases.length - failed.length, failed, skipped: [], output: failed.join('\n') };
};

/** The tests of a vitest project. */
export function vitest(project: string): Part {
  return () =>
    reported(async (report) => {
      const args = ['run', '--project', project, '--passWithNoTests'];
      const { code, output } = await run(bin('vitest'), [
        ...args,
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]);
      return vitestOutcome(await parsed(report), { project, code, output, root });
    });
}

/** The stories of use, in a browser. */
export const playwright: Part = () =>
  reported(async (report) => {
    const { code, output } = await run(bin('playwright'), ['test', '-c', 'e2e', '--reporter=dot,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    });
    return playwrightOutcome(await parsed(report), { code, output });
  });

async function reported(work: (report: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'onrecord-report-'));
  try {
    return await work(path.join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The report, or null where the runner broke down before it wrote one. */
async function parsed(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text);
}

async function run(
  file: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output: Buffer.concat(printed).toString('utf8') };
}
