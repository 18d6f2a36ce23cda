import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from './check';

const story =
  'Council shuts the pool\n\nThe council said on Monday that it would shut the pool.\n\nIts treasurer, Martin Holroyd, stole £600,000 from the repairs fund.\n';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'check-'));
  await writeFile(path.join(folder, 'story.txt'), story);
  await writeFile(
    path.join(folder, 'clean.txt'),
    'The council said on Monday that it would shut the pool.\n',
  );
  await writeFile(
    path.join(folder, 'story.html'),
    '<html><head><title>No</title></head><body><nav>Menu</nav><h1>Council shuts the pool</h1><p class="dek">For good</p><p>Martin Holroyd <b>stole</b> £600,000.</p><script>no()</script></body></html>',
  );
  await writeFile(
    path.join(folder, 'story.md'),
    '# Council shuts the pool\n\n## For good\n\nMartin Holroyd *stole* £600,000.\n\n- One\n- Two\n',
  );
  await writeFile(path.join(folder, 'latin1.txt'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await writeFile(path.join(folder, 'policy.json'), JSON.stringify({ kinds: { news: { mustAnswer: [] } } }));
  await writeFile(path.join(folder, 'wrong.json'), JSON.stringify({ kindz: {} }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as from `INIT_CWD`, with `stdin` as its input. */
async function run(argv: string[], stdin = '') {
  let out = '';
  let err = '';
  const code = await check(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    stdin: () => Promise.resolve(stdin),
    env: { INIT_CWD: folder },
    cwd: '/',
  });
  return { code, out, err };
}

describe('check', () => {
  it('exits 1 where something must be answered, 0 where nothing is', async () => {
    expect((await run(['story.txt'])).code).toBe(1);
    expect((await run(['clean.txt'])).code).toBe(0);
    expect((await run(['story.txt', '--fail-on', 'never'])).code).toBe(0);
    expect((await run(['story.txt', '--policy', 'policy.json'])).code).toBe(0);
  });
  it('prints the analysis with the text exactly as it is in the file', async () => {
    const { out } = await run(['story.txt', '--format', 'json']);
    const analysis: {
      file: string;
      text: string;
      sentences: unknown[];
      flags: { rule: string; start: number; end: number }[];
    } = JSON.parse(out);
    expect(analysis.file).toBe('story.txt');
    expect(analysis.text).toBe(story);
    const flag = analysis.flags.find((item) => item.rule === 'accusation.unsourced');
    expect(story.slice(flag?.start, flag?.end)).toContain('Martin Holroyd');
  });
  it('prints JSON lines for several files, reports the unreadable one in its place and goes on', async () => {
    const { out, err, code } = await run([
      'story.txt',
      'gone.txt',
      'latin1.txt',
      'clean.txt',
      '--format',
      'json',
    ]);
    const lines = out
      .trim()
      .split('\n')
      .map((line): { file: string; error?: string } => JSON.parse(line));
    expect(lines.map((line) => [line.file, line.error])).toEqual([
      ['story.txt', undefined],
      ['gone.txt', 'there is no such file'],
      ['latin1.txt', 'this is not UTF-8 text'],
      ['clean.txt', undefined],
    ]);
    expect(err).toContain('gone.txt: there is no such file');
    expect(code).toBe(2);
  });
  it('reads standard input as -', async () => {
    const { out, code } = await run(['-'], story);
    expect(out).toContain('-:5:1  warn, must be answered  accusation.unsourced');
    expect(code).toBe(1);
  });
  it.each(['story.html', 'story.md'])('reads the blocks of %s', async (file) => {
    const { out } = await run([file, '--format', 'json']);
    const { text }: { text: string } = JSON.parse(out);
    expect(text).toMatch(/^Council shuts the pool\n\nFor good\n\nMartin Holroyd stole £600,000\./);
  });
  it('speaks SARIF 2.1.0 with the rules and places', async () => {
    const { out } = await run(['story.txt', '--format', 'sarif']);
    const sarif: {
      version: string;
      runs: {
        results: { ruleId: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[];
      }[];
    } = JSON.parse(out);
    expect(sarif.version).toBe('2.1.0');
    const result = sarif.runs[0]?.results.find((item) => item.ruleId === 'accusation.unsourced');
    expect(result?.locations[0]?.physicalLocation.region.startLine).toBe(5);
  });
  it.each([
    [[]],
    [['story.txt', '--format', 'xml']],
    [['story.txt', '--kind', 'poem']],
    [['story.txt', '--policy', 'wrong.json']],
    [['story.txt', '--nope']],
  ])('exits 2 with a sentence on %j', async (argv) => {
    const { err, code } = await run(argv);
    expect(code).toBe(2);
    expect(err.length).toBeGreaterThan(10);
  });
});
