import type { Mark, Node } from '@tiptap/pm/model';
import { isSafeLink } from '#document';
import { Failure } from '#protocol';
import { escapeAttribute, escapeText } from './escape';

/** Outermost first. A mark that is not in this list never leaves: claims, notes, comments and whatever comes later. */
const outgoingMarks = ['link', 'bold', 'italic', 'strike'] as const;

const plainTags: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's' };

type Tag = { name: string; open: string };

/**
 * The inline content of a textblock as HTML: text, line breaks, and the allow-listed marks. A claim that ends in the
 * middle of bold text leaves no seam, since neighbours share the tags that they have in common.
 */
export function inlineHtml(block: Node, escape: (text: string) => string = escapeText): string {
  let html = '';
  const open: Tag[] = [];
  const closeTo = (depth: number) => {
    for (let tag = open.length > depth ? open.pop() : undefined; tag;) {
      html += `</${tag.name}>`;
      tag = open.length > depth ? open.pop() : undefined;
    }
  };
  block.forEach((node) => {
    const wanted = tagsOf(node);
    let common = 0;
    while (common < open.length && open[common]?.open === wanted[common]?.open) common += 1;
    closeTo(common);
    for (const tag of wanted.slice(common)) {
      open.push(tag);
      html += tag.open;
    }
    if (node.isText) html += escape(node.text ?? '');
    else if (node.type.name === 'hardBreak') html += '<br>';
    else throw unknownNode(node);
  });
  closeTo(0);
  return html;
}

function tagsOf(node: Node): Tag[] {
  const tags: Tag[] = [];
  for (const name of outgoingMarks) {
    const mark = node.marks.find((held) => held.type.name === name);
    const tag = mark && tagOf(mark);
    if (tag) tags.push(tag);
  }
  return tags;
}

function tagOf(mark: Mark): Tag | null {
  const name = plainTags[mark.type.name];
  if (name) return { name, open: `<${name}>` };
  const href: unknown = mark.attrs['href'];
  // The schema has refused other protocols already; what leaves does not rely on that.
  if (typeof href !== 'string' || !isSafeLink(href)) return null;
  return { name: 'a', open: `<a href="${escapeAttribute(href)}">` };
}

/** An allow-list that meets something new stops: text must not go missing from a published story in silence. */
export function unknownNode(node: Node): Failure {
  return new Failure(
    'document.invalid',
    `The story holds a part that cannot be published yet (${node.type.name}). Take it out, or ask for an update.`,
  );
}

/** True for a paragraph or heading without anything to read. */
export function isBlank(block: Node): boolean {
  return block.isTextblock && block.textContent.trim().length === 0;
}
