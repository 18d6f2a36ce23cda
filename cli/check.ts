import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import mammoth from 'mammoth';
import { marked } from 'marked';
import {
  analyse,
  defaultPolicy,
  openQueries,
  policySchema,
  storyKinds,
  type Block,
  type Policy,
  type StoryKind,
} from '#attribution';
import { placeOf, type Checked } from './checked';
import { blocksOfPage } from './page';
import { sarifOf } from './sarif';

/** What the command talks to; a test gives its own. */
export interface CheckIo {
  out(text: string): void;
  err(text: string): void;
  stdin(): Promise<string>;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

export const checkUsage = `Usage: npm run --silent check -- FILE... [options]

  FILE              .txt .md .html .docx, or - for standard input (plain text)
  --format FORMAT   text (default), json (one object for one file, JSON lines for several) or sarif
  --kind KIND       ${storyKinds.join(' | ')} (default news)
  --policy FILE     house policy as JSON (default: the shipped one)
  --fail-on WHAT    answer (default), warn, info or never

Exit status: 0 nothing to answer, 1 something is, 2 a file could not be read or the command was wrong.`;

const failOn = ['answer', 'warn', 'info', 'never'] as const;
type FailOn = (typeof failOn)[number];
const formats = ['text', 'json', 'sarif'] as const;
type Format = (typeof formats)[number];

interface Order {
  files: string[];
  format: Format;
  kind: StoryKind;
  failOn: FailOn;
  policyFile: string | undefined;
}

/**
 * `check FILE...`: analyses files and prints what is found. A file that cannot be read is reported in its place; the
 * others are still printed. Returns the exit status (see `checkUsage`).
 */
export async function check(argv: readonly string[], io: CheckIo): Promise<number> {
  const order = orderOf(argv);
  if ('help' in order) {
    io.out(`${checkUsage}\n`);
    return 0;
  }
  if ('wrong' in order) {
    io.err(`${order.wrong}\n\n${checkUsage}\n`);
    return 2;
  }
  const base = io.env.INIT_CWD ?? io.cwd;
  const policy = await policyOf(order.policyFile, base);
  if (typeof policy === 'string') {
    io.err(`${policy}\n`);
    return 2;
  }
  const results: Checked[] = [];
  for (const file of order.files) {
    const result = await checkFile(file, base, io, policy, order.kind);
    results.push(result);
    if (order.format === 'text') io.out(textOfResult(result));
    if (order.format === 'json') io.out(`${jsonOf(result, order.files.length > 1)}\n`);
    if (!result.ok) io.err(`${result.file}: ${result.error}\n`);
  }
  if (order.format === 'sarif') io.out(`${JSON.stringify(sarifOf(results), null, 2)}\n`);
  if (results.some((result) => !result.ok)) return 2;
  return results.some((result) => result.ok && fails(result, order.failOn)) ? 1 : 0;
}

function isOne<T extends string>(list: readonly T[], value: string): value is T {
  return list.some((item) => item === value);
}

function orderOf(argv: readonly string[]): Order | { help: true } | { wrong: string } {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        kind: { type: 'string', default: 'news' },
        policy: { type: 'string' },
        'fail-on': { type: 'string', default: 'answer' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  if (positionals.length === 0) return { wrong: 'No file given.' };
  if (!isOne(formats, values.format))
    return { wrong: `Unknown --format ${values.format}: ${formats.join(', ')}.` };
  if (!isOne(storyKinds, values.kind))
    return { wrong: `Unknown --kind ${values.kind}: ${storyKinds.join(', ')}.` };
  const when = values['fail-on'];
  if (!isOne(failOn, when)) return { wrong: `Unknown --fail-on ${when}: ${failOn.join(', ')}.` };
  return {
    files: positionals,
    format: values.format,
    kind: values.kind,
    failOn: when,
    policyFile: values.policy,
  };
}

async function policyOf(file: string | undefined, base: string): Promise<Policy | string> {
  if (file === undefined) return defaultPolicy;
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(path.resolve(base, file), 'utf8'));
  } catch (error) {
    return `The policy ${file} could not be read: ${reason(error)}`;
  }
  const parsed = policySchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `The policy ${file} is not valid${issue ? `: ${issue.path.join('.') || 'top level'}: ${issue.message}` : ''}.`;
}

async function checkFile(
  file: string,
  base: string,
  io: CheckIo,
  policy: Policy,
  kind: StoryKind,
): Promise<Checked> {
  let input: string | Block[];
  try {
    input = file === '-' ? await io.stdin() : await readStory(path.resolve(base, file));
  } catch (error) {
    return { file, ok: false, error: reason(error) };
  }
  const analysis = analyse(input, policy, kind);
  return { file, ok: true, text: analysis.text, analysis, queries: openQueries(analysis, [], policy, kind) };
}

async function readStory(file: string): Promise<string | Block[]> {
  switch (path.extname(file).toLowerCase()) {
    case '.docx': {
      const bytes = await readFile(file);
      const { value } = await mammoth.convertToHtml(
        { buffer: bytes },
        { styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p.subtitle:fresh"] },
      );
      return blocksOfPage(value);
    }
    case '.html':
    case '.htm':
      return blocksOfPage(await readText(file));
    case '.md':
    case '.markdown':
      return blocksOfPage(await marked.parse(await readText(file)));
    case '.txt':
    case '':
      return readText(file);
    default:
      throw new Error(
        `this kind of file is not read (${path.extname(file)}); give .txt, .md, .html or .docx`,
      );
  }
}

/** UTF-8, strictly: a file in another encoding is reported instead of analysed as rubbish. */
async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('this is not UTF-8 text');
  }
}

function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOENT') return 'there is no such file';
    if (error.code === 'EISDIR') return 'this is a folder';
    if (error.code === 'EACCES' || error.code === 'EPERM') return 'this file may not be read';
  }
  return error instanceof Error ? error.message : String(error);
}

function fails(result: Extract<Checked, { ok: true }>, when: FailOn): boolean {
  switch (when) {
    case 'answer':
      return result.queries.some((query) => query.mustAnswer && query.state === 'open');
    case 'warn':
      return result.queries.some((query) => query.severity === 'warn');
    case 'info':
      return result.queries.length > 0;
    case 'never':
      return false;
  }
}

function jsonOf(result: Checked, several: boolean): string {
  if (!result.ok) return JSON.stringify({ file: result.file, error: result.error });
  return JSON.stringify({ file: result.file, ...result.analysis }, null, several ? undefined : 2);
}

function textOfResult(result: Checked): string {
  if (!result.ok) return `${result.file}: could not be read: ${result.error}\n`;
  const lines = result.queries.map((query) => {
    const { line, column } = placeOf(result.text, query.start);
    const must = query.mustAnswer ? ', must be answered' : '';
    return `${result.file}:${line}:${column}  ${query.severity}${must}  ${query.rule}  ${query.message}\n    ${quoted(query.sentenceText)}\n`;
  });
  const must = result.queries.filter((query) => query.mustAnswer).length;
  const warn = result.queries.filter((query) => query.severity === 'warn').length;
  const total = result.queries.length;
  return `${lines.join('')}${result.file}: ${total} ${total === 1 ? 'query' : 'queries'}, ${warn} above info, ${must} to be answered\n`;
}

function quoted(sentence: string): string {
  const line = sentence.replace(/\s+/g, ' ');
  return line.length > 110 ? `${line.slice(0, 109)}…` : line;
}
