import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAnalyser } from '#attribution';
import { draftTable, type Draft } from './drafts';
import { regexBaseline } from './regex-baseline';
import { speedTable } from './speed';

/**
 * Quality and speed of the attribution engine on whatever corpora are present in ../shared/corpora.
 * `npm run bench:engine -- [--only train|heldout|dev|gum|gum-dev|drafts|speed] [--errors N]`.
 * Without `--only` it prints all but `dev`, which is looked at once a commit.
 */
const corpora = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../shared/corpora');
/** The last articles of the train sample are never tuned on. */
const HELD_OUT = 40;

const spansSchema = z.array(z.tuple([z.number(), z.number()])).nullish();
const articleSchema = z.looseObject({
  id: z.string(),
  text: z.string(),
  sentences: z.array(z.looseObject({ start: z.number(), end: z.number() })),
  attributions: z.array(z.looseObject({ source: spansSchema, cue: spansSchema, content: spansSchema })),
});
type Article = z.infer<typeof articleSchema>;
interface Prediction {
  id: string;
  attributions: { source: number[][] | null; cue: number[][] | null; content: number[][] }[];
}
const scorerSchema = z.object({
  score: z.custom<
    (
      gold: Article[],
      predicted: Prediction[],
    ) => { errs: { id: string; type: string; text: string; gold: unknown }[] }
  >((value) => typeof value === 'function'),
  table: z.custom<(scores: unknown) => string>((value) => typeof value === 'function'),
});

function read(file: string): Article[] {
  const full = path.join(corpora, file);
  if (!existsSync(full)) return [];
  return readFileSync(full, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => articleSchema.parse(JSON.parse(line)));
}

function predict(article: Article): Prediction {
  const { attributions } = createAnalyser().analyse(article.text);
  return {
    id: article.id,
    attributions: attributions.map((item) => ({
      source: item.source ? [[item.source.start, item.source.end]] : null,
      cue: item.cue ? [[item.cue.start, item.cue.end]] : null,
      content: item.content.map((span) => [span.start, span.end]),
    })),
  };
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    errors: { type: 'string', default: '0' },
    baseline: { type: 'boolean', default: false },
  },
});
const wanted = (name: string) => (values.only === undefined ? name !== 'dev' : values.only === name);
const train = read('polnear/train-sample.jsonl');
const sets: [string, Article[]][] = [
  ['train', train.slice(0, -HELD_OUT)],
  ['heldout', train.slice(-HELD_OUT)],
  ['dev', wanted('dev') ? read('polnear/dev.jsonl') : []],
  ['gum', read('gum/news-train.jsonl')],
  ['gum-dev', read('gum/news-dev.jsonl')],
];
const scorerFile = path.join(corpora, 'score.mjs');
if (existsSync(scorerFile)) {
  const scorer = scorerSchema.parse(await import(pathToFileURL(scorerFile).href));
  for (const [name, articles] of sets) {
    if (!wanted(name) || articles.length === 0) continue;
    const scores = scorer.score(articles, articles.map(predict));
    console.log(`\n## ${name}\n${scorer.table(scores)}`);
    if (values.baseline || values.only === undefined)
      console.log(`-- regex baseline\n${scorer.table(scorer.score(articles, articles.map(regexBaseline)))}`);
    for (const error of sample(scores.errs, Number(values.errors)))
      console.log(
        error.type,
        error.text.slice(0, 300),
        '\n    GOLD',
        JSON.stringify(error.gold).slice(0, 300),
      );
  }
} else console.log(`No corpora in ${path.basename(corpora)}: quality is not measured.`);
const drafts = read('drafts-dev.jsonl');
if (wanted('drafts') && drafts.length)
  console.log(`\n## drafts\n${draftTable(drafts as unknown as Draft[], Number(values.errors))}`);
if (wanted('speed'))
  console.log(
    `\n## speed\n${speedTable(train.length ? train.map((article) => article.text) : ['The council said on Monday that it would close the pool. “We had no choice,” its leader said.'])}`,
  );

/** Every n-th error, so that a short list shows the whole corpus. */
function sample<T>(list: readonly T[], count: number): T[] {
  if (count <= 0) return [];
  const step = Math.max(1, Math.floor(list.length / count));
  return list.filter((_item, index) => index % step === 0).slice(0, count);
}
