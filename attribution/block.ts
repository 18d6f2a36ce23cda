/** The kinds of block that the story's text is made of, in the order fields, then body. */
export const blockKinds = [
  'headline',
  'dek',
  'heading',
  'paragraph',
  'quote',
  'listItem',
  'tableCell',
  'caption',
  'embed',
] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface Block {
  key: string;
  kind: BlockKind;
  text: string;
}

/** A block with its place in the story's text. */
export interface PlacedBlock extends Block {
  start: number;
}

export const BLOCK_JOINT = '\n\n';

/** The story's text of a list of blocks. */
export function textOf(blocks: readonly Block[]): string {
  return blocks.map((block) => block.text).join(BLOCK_JOINT);
}

/** Puts blocks at their places in `textOf(blocks)`. */
export function placeBlocks(blocks: readonly Block[]): PlacedBlock[] {
  let start = 0;
  return blocks.map((block) => {
    const placed = { key: block.key, kind: block.kind, text: block.text, start };
    start += block.text.length + BLOCK_JOINT.length;
    return placed;
  });
}

const ENDS_SENTENCE = /[.!?…:;,][)\]"”’'»]*$/;
const HEADING_LIMIT = 160;

/** A line that reads as a heading: short, and it does not end as a sentence does. */
function looksLikeHeading(line: string): boolean {
  const words = line.split(/\s+/).length;
  return line.length <= HEADING_LIMIT && words <= 24 && !ENDS_SENTENCE.test(line) && /\p{L}/u.test(line);
}

/**
 * Plain text as blocks that are views on it: `start` points into the text exactly as given. Blocks end at blank lines.
 * A lone newline ends a heading-like line, and ends every line where each of them closes a sentence (one paragraph a
 * line, as many programs save it); else it is a soft wrap. The first block is the headline when it reads as one, a
 * second directly after it the dek.
 */
export function blocksFromText(text: string): PlacedBlock[] {
  const blocks: PlacedBlock[] = [];
  const add = (start: number, end: number) => {
    while (start < end && /\s/.test(text.charAt(start))) start += 1;
    while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
    if (end === start) return;
    const line = text.slice(start, end);
    const kind = kindOfLine(line);
    blocks.push({ key: `t${blocks.length}`, kind, text: line, start });
  };
  const chunk = /[^\n\r](?:[^\n\r]|\r?\n(?![^\S\n]*\r?\n)|\r(?!\n))*/g;
  for (const match of text.matchAll(chunk)) {
    const start = match.index;
    const lines = linesOf(match[0]);
    const everyLineCloses = lines.length > 1 && lines.every((line) => CLOSES.test(line.text));
    const wrapped =
      lines.length > 2 && lines.slice(0, -1).every((line) => line.text.length > 54 && line.text.length < 101);
    let open = -1;
    for (const line of lines) {
      const from = start + line.start;
      const to = from + line.text.length;
      const alone =
        everyLineCloses || (!wrapped && looksLikeHeading(line.text.trim()) && !continues(text, to));
      if (open >= 0 && (alone || LIST_MARK.test(line.text))) {
        add(open, from);
        open = -1;
      }
      if (open < 0) open = from;
      if (alone) {
        add(open, to);
        open = -1;
      }
    }
    if (open >= 0) add(open, start + match[0].length);
  }
  nameTop(blocks);
  return blocks;
}

const CLOSES = /[.!?…]["”’')\]]*\s*$/;
const LIST_MARK = /^\s*(?:[•▪●◦*‣-]|\d{1,2}[.)])\s+\S/;

/** A soft wrap: the next line goes on in lower case, so this one was no heading. */
function continues(text: string, end: number): boolean {
  return /^\s*[\p{Ll},;]/u.test(text.slice(end, end + 8));
}

function linesOf(chunk: string): { start: number; text: string }[] {
  const lines: { start: number; text: string }[] = [];
  for (const match of chunk.matchAll(/[^\r\n]+/g)) lines.push({ start: match.index, text: match[0] });
  return lines;
}

function kindOfLine(line: string): BlockKind {
  if (LIST_MARK.test(line) && !/^\s*-{2,}/.test(line)) return 'listItem';
  if (/^["“‘']/.test(line) && /["”’'][.,]?$/.test(line) && line.split(/\s+/).length > 4) return 'paragraph';
  return looksLikeHeading(line) ? 'heading' : 'paragraph';
}

function nameTop(blocks: PlacedBlock[]): void {
  const first = blocks[0];
  if (blocks.length < 2 || !first) return;
  const bare = first.text.replace(/[.]$/, '');
  if (!looksLikeHeading(bare) || first.kind === 'listItem') return;
  const body = blocks
    .slice(1)
    .some((block) => block.kind === 'paragraph' && block.text.length > first.text.length / 2);
  if (!body) return;
  // A full stop after it: some papers set headlines so, but then in title case; else it is the first sentence.
  if (first.kind === 'paragraph' && !titleCase(bare)) return;
  first.kind = 'headline';
  const second = blocks[1];
  if (second && second.kind === 'heading' && !/^by\s/i.test(second.text)) second.kind = 'dek';
}

function titleCase(line: string): boolean {
  const long = line.match(/\p{L}{4,}/gu) ?? [];
  return (
    long.length > 1 &&
    long.length <= 16 &&
    long.filter((word) => /^\p{Lu}/u.test(word)).length / long.length > 0.7
  );
}
