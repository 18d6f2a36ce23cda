import type { JSONContent } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import { initProseMirrorDoc, prosemirrorToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { Failure, storyFields, type StoryField } from '#protocol';
import { documentSchema } from './schema';

/** Names of the shared types in the Y.Doc (a public interface: scripts of others write to them). */
export const BODY = 'body';
export const FIELDS = 'fields';

/** A story's whole text at one moment, as plain JSON: what a version keeps. */
export type StoryDocument = Record<StoryField, string> & { body: JSONContent };

/**
 * The first state of a story, made once by the server. Fields are `Y.Text` from the start (two clients setting a missing
 * field at once would each replace the other's), and an empty paragraph holds an empty `Y.XmlText`: without it two people
 * who type first get two paragraphs, or doubled characters.
 *
 * @param paragraphs plain text, one string a paragraph; empty for an empty story
 */
export function seedUpdate(
  seed: Partial<Record<StoryField, string>> & { paragraphs?: readonly string[] },
): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    const fields = doc.getMap<Y.Text>(FIELDS);
    for (const field of storyFields) fields.set(field, new Y.Text(seed[field] ?? ''));
    const paragraphs = (seed.paragraphs ?? []).filter((text) => text.length > 0);
    const body = doc.getXmlFragment(BODY);
    for (const text of paragraphs.length > 0 ? paragraphs : ['']) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(text)]);
      body.push([paragraph]);
    }
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** The same for a body that is already structured (an imported document). */
export function seedFromDocument(story: StoryDocument): Uint8Array {
  const doc = new Y.Doc();
  doc.transact(() => {
    const fields = doc.getMap<Y.Text>(FIELDS);
    for (const field of storyFields) fields.set(field, new Y.Text(story[field]));
    prosemirrorToYXmlFragment(bodyNode(story.body), doc.getXmlFragment(BODY));
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** The field's shared text, or a fresh failure where the story was never seeded. */
export function fieldText(doc: Y.Doc, field: StoryField): Y.Text {
  const text = doc.getMap(FIELDS).get(field);
  if (!(text instanceof Y.Text))
    throw new Failure('document.invalid', `The story's ${field} is missing from its document.`);
  return text;
}

/** JSON of a body → a checked node. Throws `document.invalid`, naming what is wrong: structure from a client is never trusted. */
export function bodyNode(body: JSONContent): Node {
  try {
    const node = Node.fromJSON(documentSchema, body);
    node.check();
    return node;
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(
      'document.invalid',
      `The story's text has a part that cannot be read: ${what}`,
      undefined,
      { cause },
    );
  }
}

/** Reads a Y.Doc into plain JSON, checked against the schema. */
export function readDocument(doc: Y.Doc): StoryDocument {
  const { doc: node } = initProseMirrorDoc(doc.getXmlFragment(BODY), documentSchema);
  return {
    headline: fieldText(doc, 'headline').toString(),
    dek: fieldText(doc, 'dek').toString(),
    byline: fieldText(doc, 'byline').toString(),
    dateline: fieldText(doc, 'dateline').toString(),
    body: bodyNode(node.toJSON() as JSONContent).toJSON() as JSONContent,
  };
}

/**
 * Changes the body through y-tiptap's own transaction, so that the keys of marks in the Y.Doc are the ones that a
 * browser would have written (overlapping marks have hashed keys).
 */
export function changeBody<T>(
  doc: Y.Doc,
  change: (body: Node, binding: BodyBinding) => { body: Node; result: T },
): T {
  const fragment = doc.getXmlFragment(BODY);
  const { doc: body, meta, mapping } = initProseMirrorDoc(fragment, documentSchema);
  const { body: next, result } = change(body, { fragment, mapping });
  if (!next.eq(body)) doc.transact(() => updateYFragment(doc, fragment, next, meta));
  return result;
}
export type BodyBinding = { fragment: Y.XmlFragment; mapping: Map<Y.AbstractType<unknown>, unknown> };
