import { getSchema, Mark, type Extensions } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

/** Raised with every change of the schema: the client names it in the socket's URL, and an older editor is turned away. */
export const DOCUMENT_SCHEMA = 1;

/** A link may only go where a reader may safely be sent. Allow-listed here and again at export. */
export function isSafeLink(href: string): boolean {
  try {
    return ['http:', 'https:', 'mailto:'].includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

/**
 * The anchor of a claim: a mark that carries only an id. The record behind it lives in the database; a mark proves
 * nothing by itself. `excludes: ''`, or two people's overlapping marks would each lose a part; not inclusive, so that
 * what is typed at its end is not part of the claim.
 */
export const ClaimMark = Mark.create({
  name: 'claim',
  inclusive: false,
  excludes: '',
  addAttributes() {
    return {
      id: {
        default: null,
        parseHTML: (element) => element.getAttribute('data-claim'),
        renderHTML: (attributes) => ({ 'data-claim': String(attributes['id']) }),
      },
    };
  },
  parseHTML() {
    return [{ tag: 'span[data-claim]' }];
  },
  renderHTML({ HTMLAttributes }) {
    return ['span', { ...HTMLAttributes, class: 'claim' }, 0];
  },
});

/**
 * The extensions that make the schema: the same list in the browser and on the server. Undo comes from the
 * collaboration extension; a trailing-node plugin would make every client write to the document on opening it.
 */
export const documentExtensions: Extensions = [
  StarterKit.configure({
    undoRedo: false,
    trailingNode: false,
    code: false,
    codeBlock: false,
    underline: false,
    heading: { levels: [2, 3] },
    link: {
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: 'https',
      HTMLAttributes: { rel: 'noopener noreferrer', target: null, class: null },
      isAllowedUri: (href) => isSafeLink(href),
    },
  }),
  ClaimMark,
];

export const documentSchema = getSchema(documentExtensions);
