import { performance } from 'node:perf_hooks';
import { createAnalyser, type Block } from '#attribution';

/** Words a second on whole texts, and the time of one keystroke in documents of three sizes. */
export function speedTable(texts: readonly string[]): string {
  const count = (text: string) => text.split(/\s+/).length;
  const sample = texts.slice(0, 80);
  for (const text of sample.slice(0, 10)) createAnalyser().analyse(text);
  const started = performance.now();
  let words = 0;
  for (const text of sample) {
    createAnalyser().analyse(text);
    words += count(text);
  }
  const seconds = (performance.now() - started) / 1000;
  const lines = [`whole: ${Math.round(words / seconds)} words a second (${words} words)`];
  const paragraphs = texts.flatMap((text) => text.split(/\n\n+/));
  for (const size of [1_000, 10_000, 100_000]) {
    const blocks: Block[] = [];
    let total = 0;
    for (let index = 0; total < size; index += 1) {
      const text = paragraphs[index % paragraphs.length] ?? 'Empty.';
      blocks.push({ key: `k${index}`, kind: 'paragraph', text });
      total += count(text);
    }
    const analyser = createAnalyser();
    analyser.analyse(blocks);
    const times: number[] = [];
    for (let stroke = 0; stroke < 40; stroke += 1) {
      const at = (stroke * 7919) % blocks.length;
      const block = blocks[at];
      if (!block) continue;
      blocks[at] = { ...block, text: `${block.text} x` };
      const before = performance.now();
      analyser.analyse(blocks);
      times.push(performance.now() - before);
    }
    times.sort((left, right) => left - right);
    lines.push(
      `keystroke in ${size} words: median ${(times[20] ?? 0).toFixed(1)} ms, 95th percentile ${(times[37] ?? 0).toFixed(1)} ms`,
    );
  }
  return lines.join('\n');
}
