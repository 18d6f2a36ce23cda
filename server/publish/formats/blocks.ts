import type { Node } from '@tiptap/pm/model';
import { bodyNode, type StoryDocument } from '#document';
import { escapeText } from './escape';
import { headingTag, startAttribute, startOf } from './html';
import { inlineHtml, isBlank, unknownNode } from './inline';

/**
 * The story as WordPress block markup, so that whoever opens the post there finds blocks and not one lump of HTML
 * (the grammar of `@wordpress/blocks`, as core's own `save` functions write it). The byline is the first paragraph, and
 * the dateline runs in before the first words: WordPress has no field for either.
 */
export function wordpressBlocks(story: StoryDocument): string {
  const blocks: string[] = [];
  if (story.byline.trim()) blocks.push(paragraph(escape(story.byline.trim())));
  const dateline = story.dateline.trim();
  let waiting = dateline ? `${escape(dateline)} — ` : '';
  bodyNode(story.body).forEach((node) => {
    if (isBlank(node)) return;
    if (waiting && node.type.name === 'paragraph') blocks.push(paragraph(waiting + inline(node)));
    else {
      if (waiting) blocks.push(paragraph(escape(dateline)));
      blocks.push(block(node));
    }
    waiting = '';
  });
  if (waiting) blocks.push(paragraph(escape(dateline)));
  return blocks.join('\n\n');
}

/** A title or an excerpt. WordPress keeps both as HTML: a typed `<` has to arrive as `&lt;`. */
export function wordpressText(text: string): string {
  return escapeText(text.trim());
}

/** In a body a bracket opens a shortcode, which WordPress would run: `[gallery]` in copy is three words, not a gallery. */
const escape = (text: string) => escapeText(text).replace(/\[/g, '&#91;');
const inline = (node: Node) => inlineHtml(node, escape);

function block(node: Node): string {
  switch (node.type.name) {
    case 'paragraph':
      return paragraph(inline(node));
    case 'heading': {
      const tag = headingTag(node);
      const settings = tag === 'h2' ? '' : ' {"level":3}';
      return `<!-- wp:heading${settings} -->\n<${tag} class="wp-block-heading">${inline(node)}</${tag}>\n<!-- /wp:heading -->`;
    }
    case 'bulletList':
    case 'orderedList':
      return list(node);
    case 'blockquote':
      return `<!-- wp:quote -->\n<blockquote class="wp-block-quote">${children(node).join('\n\n')}</blockquote>\n<!-- /wp:quote -->`;
    case 'horizontalRule':
      return '<!-- wp:separator -->\n<hr class="wp-block-separator has-alpha-channel-opacity"/>\n<!-- /wp:separator -->';
    default:
      throw unknownNode(node);
  }
}

function children(parent: Node): string[] {
  const blocks: string[] = [];
  parent.forEach((node) => {
    if (!isBlank(node)) blocks.push(block(node));
  });
  return blocks;
}

function paragraph(html: string): string {
  return `<!-- wp:paragraph -->\n<p>${html}</p>\n<!-- /wp:paragraph -->`;
}

function list(node: Node): string {
  const ordered = node.type.name === 'orderedList';
  const start = ordered ? startOf(node) : null;
  const settings = !ordered
    ? ''
    : start === null
      ? ' {"ordered":true}'
      : ` {"ordered":true,"start":${start}}`;
  const tag = ordered ? 'ol' : 'ul';
  const items: string[] = [];
  node.forEach((item) => items.push(listItem(item)));
  const attributes = ordered ? startAttribute(node) : '';
  return `<!-- wp:list${settings} -->\n<${tag}${attributes}>${items.join('\n\n')}</${tag}>\n<!-- /wp:list -->`;
}

/**
 * WordPress's list item holds a run of text and lists within it, nothing else: further paragraphs become lines of the
 * same run, and quotes and headings inside an item are set as such lines too.
 */
function listItem(item: Node): string {
  const lines: string[] = [];
  let nested = '';
  const take = (node: Node) => {
    if (node.type.name === 'bulletList' || node.type.name === 'orderedList') nested += list(node);
    else if (node.isTextblock) {
      if (!isBlank(node)) lines.push(inline(node));
    } else if (node.type.name === 'blockquote') node.forEach(take);
    else if (node.type.name !== 'horizontalRule') throw unknownNode(node);
  };
  item.forEach(take);
  return `<!-- wp:list-item -->\n<li>${lines.join('<br>')}${nested}</li>\n<!-- /wp:list-item -->`;
}
