import type { Analysis, Query } from '#attribution';

/** What became of one file. */
export type Checked =
  | { file: string; ok: true; text: string; analysis: Analysis; queries: Query[] }
  | { file: string; ok: false; error: string };

/** Line and column, both from 1, of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
