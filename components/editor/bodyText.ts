import type * as Y from 'yjs';
import { plainText, readDocument } from '#document';

/** The text of what this tab holds; empty where it holds nothing that can be read. */
export function bodyText(doc: Y.Doc): string {
  try {
    return plainText(readDocument(doc));
  } catch {
    // A document that never loaded has no fields: there is nothing to copy then.
    return '';
  }
}
