import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { JSONContent } from '@tiptap/core';
import { bodyNode, type StoryDocument } from './story';

const VERSION = 'v1:';
const digest = (text: string) => VERSION + bytesToHex(sha256(utf8ToBytes(text)));

/** Marks that say something about the text and are no part of it. */
const internalMarks = new Set(['claim']);

/**
 * SHA-256 of a text as a reader would compare it: NFC, quotes and dashes to ASCII, white space collapsed, trimmed.
 * A lone surrogate is hashed as U+FFFD.
 */
export function textHash(text: string): string {
  return digest(
    text
      .normalize('NFC')
      .replace(/[‘’‚‛′]/g, "'")
      .replace(/[“”„‟″«»]/g, '"')
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(/\s+/gu, ' ')
      .trim(),
  );
}

/** The story without the marks that must not leave: claims (and, later, notes and ids). */
export function withoutInternalMarks(body: JSONContent): JSONContent {
  const { marks, content, ...rest } = body;
  const kept = marks?.filter((mark) => !internalMarks.has(mark.type));
  return {
    ...rest,
    ...(kept && kept.length > 0 ? { marks: kept } : {}),
    ...(content ? { content: mergeText(content.map(withoutInternalMarks)) } : {}),
  };
}

/** Neighbouring texts with the same marks become one: a removed claim mark leaves no seam. */
function mergeText(nodes: JSONContent[]): JSONContent[] {
  const merged: JSONContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if (
      last?.type === 'text' &&
      node.type === 'text' &&
      canonicalize(last.marks ?? []) === canonicalize(node.marks ?? [])
    )
      merged[merged.length - 1] = { ...last, text: (last.text ?? '') + (node.text ?? '') };
    else merged.push(node);
  }
  return merged;
}

/**
 * SHA-256 of canonical JSON (RFC 8785) of fields and body in normal form: attributes at their defaults left out, no claim
 * marks, no schema version. Linking a source never voids a sign-off; a changed letter or link does.
 */
export function versionHash(story: StoryDocument): string {
  const { headline, dek, byline, dateline } = story;
  const body = withoutDefaults(withoutInternalMarks(bodyNode(story.body).toJSON() as JSONContent));
  return digest(canonicalize({ headline, dek, byline, dateline, body }) ?? '');
}

function withoutDefaults(node: JSONContent): JSONContent {
  const attrs = present(node.attrs);
  return {
    ...node,
    ...(node.attrs ? { attrs } : {}),
    ...(node.marks
      ? { marks: node.marks.map((mark) => ({ type: mark.type, attrs: present(mark.attrs) })) }
      : {}),
    ...(node.content ? { content: node.content.map(withoutDefaults) } : {}),
  };
}

/** Null means "not set" for every attribute of the schema, and an ordered list starts at 1 unless it says otherwise. */
function present(attrs: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attrs ?? {}).filter(([key, value]) => value !== null && !(key === 'start' && value === 1)),
  );
}
