import type { Node } from '@tiptap/pm/model';
import { bodyNode, type StoryDocument } from '#document';
import { inlineHtml, isBlank, unknownNode } from './inline';

/**
 * The body as clean HTML: p, h2, h3, ul, ol, li, blockquote, hr, br, a, strong, em, s; of attributes only `href` and
 * a list's `start`. No ids, no classes, no `data-*`. Empty paragraphs are left out.
 */
export function cleanHtml(story: StoryDocument): string {
  return children(bodyNode(story.body)).join('\n');
}

function children(parent: Node): string[] {
  const html: string[] = [];
  parent.forEach((node) => {
    if (!isBlank(node)) html.push(blockHtml(node));
  });
  return html;
}

function blockHtml(node: Node): string {
  switch (node.type.name) {
    case 'paragraph':
      return `<p>${inlineHtml(node)}</p>`;
    case 'heading': {
      const tag = headingTag(node);
      return `<${tag}>${inlineHtml(node)}</${tag}>`;
    }
    case 'bulletList':
      return `<ul>\n${children(node).join('\n')}\n</ul>`;
    case 'orderedList':
      return `<ol${startAttribute(node)}>\n${children(node).join('\n')}\n</ol>`;
    case 'listItem': {
      const only = node.childCount === 1 ? node.firstChild : null;
      return `<li>${only?.type.name === 'paragraph' ? inlineHtml(only) : children(node).join('\n')}</li>`;
    }
    case 'blockquote':
      return `<blockquote>\n${children(node).join('\n')}\n</blockquote>`;
    case 'horizontalRule':
      return '<hr>';
    default:
      throw unknownNode(node);
  }
}

/** The schema knows levels 2 and 3: the headline is the page's h1. */
export function headingTag(node: Node): 'h2' | 'h3' {
  return node.attrs['level'] === 3 ? 'h3' : 'h2';
}

/** The number that an ordered list starts at, where it is not 1. */
export function startOf(node: Node): number | null {
  const start: unknown = node.attrs['start'];
  return typeof start === 'number' && Number.isSafeInteger(start) && start !== 1 ? start : null;
}

export function startAttribute(node: Node): string {
  const start = startOf(node);
  return start === null ? '' : ` start="${start}"`;
}
