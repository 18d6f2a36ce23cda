import type { Node } from '@tiptap/pm/model';
import type { Block } from '#attribution';
import { bodyNode, type StoryDocument } from './story';

/** Where a block's characters stand in ProseMirror: `null` for headline and dek, which are no part of the body. */
export type ProjectedBlock = Block & {
  /** Offset of the block's first character in the story's text, in UTF-16 units. */
  start: number;
  /** ProseMirror position of the block's first character. Inside a block, one UTF-16 unit is one position. */
  position: number | null;
};

/** The story's text, one definition for sidebar, gate, API, search, word count and plain-text export. */
export type Projection = { blocks: ProjectedBlock[]; text: string };

const BREAK = '\n\n';

/**
 * Text = blocks joined by a blank line, in the order headline, dek, body; empty blocks are left out. A hard break is one
 * `\n`. Byline and dateline are not in it. Nothing is normalised: offsets are UTF-16 units into exactly this string.
 */
export function project(fields: { headline: string; dek: string }, body: Node): Projection {
  const blocks: ProjectedBlock[] = [];
  let length = 0;
  const push = (key: string, kind: Block['kind'], text: string, position: number | null) => {
    if (text.length === 0) return;
    if (blocks.length > 0) length += BREAK.length;
    blocks.push({ key, kind, text, start: length, position });
    length += text.length;
  };
  push('headline', 'headline', fields.headline, null);
  push('dek', 'dek', fields.dek, null);
  let index = 0;
  body.descendants((node, position, parent) => {
    if (!node.isTextblock) return true;
    push(`body/${index++}`, kindOf(node, parent), textOf(node), position + 1);
    return false;
  });
  return { blocks, text: blocks.map((block) => block.text).join(BREAK) };
}

/** The text of a frozen story: exactly what `GET …/text` and the plain-text export give. */
export function plainText(story: StoryDocument): string {
  return project(story, bodyNode(story.body)).text;
}

/** The text of a textblock. Every inline leaf counts one unit, as it takes one position: a hard break is `\n`. */
function textOf(node: Node): string {
  return node.textBetween(0, node.content.size, undefined, (leaf) =>
    leaf.type.name === 'hardBreak' ? '\n' : '\ufffc',
  );
}

function kindOf(node: Node, parent: Node | null): Block['kind'] {
  if (node.type.name === 'heading') return 'heading';
  if (parent?.type.name === 'listItem') return 'listItem';
  if (parent?.type.name === 'blockquote') return 'quote';
  return 'paragraph';
}

/** Offsets in the text → the pieces of it in the body, block by block, as ProseMirror ranges. Headline and dek give none. */
export function rangesAt(projection: Projection, start: number, end: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const block of projection.blocks) {
    if (block.position === null) continue;
    const from = Math.max(start, block.start) - block.start;
    const to = Math.min(end, block.start + block.text.length) - block.start;
    if (from < to) ranges.push({ from: block.position + from, to: block.position + to });
  }
  return ranges;
}

/** A ProseMirror position → the offset in the text, or null where the position is in no block that has text. */
export function offsetAt(projection: Projection, position: number): number | null {
  for (const block of projection.blocks) {
    if (block.position === null) continue;
    const inside = position - block.position;
    if (inside >= 0 && inside <= block.text.length) return block.start + inside;
  }
  return null;
}

/** The block that an offset falls into; the break after a block belongs to it. */
export function blockAt(projection: Projection, offset: number): ProjectedBlock | null {
  let found: ProjectedBlock | null = null;
  for (const block of projection.blocks) {
    if (block.start > offset) break;
    found = block;
  }
  return found;
}

/** Words as a writer counts them: runs that hold a letter or a digit. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,-]*/gu)?.length ?? 0;
}
