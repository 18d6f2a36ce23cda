import { parse, type DefaultTreeAdapterMap } from 'parse5';
import { BLOCK_JOINT, type Block, type BlockKind } from '#attribution';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const SKIPPED = new Set(
  'script style noscript template nav aside footer form button svg iframe object head select textarea input dialog'.split(
    ' ',
  ),
);
const KINDS: Readonly<Record<string, BlockKind>> = {
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  p: 'paragraph',
  blockquote: 'quote',
  li: 'listItem',
  td: 'tableCell',
  th: 'tableCell',
  figcaption: 'caption',
  caption: 'caption',
  pre: 'paragraph',
  dd: 'listItem',
  dt: 'listItem',
};
const BREAKS = new Set(
  'div section article main header body ul ol dl table tbody thead tr figure hr address details summary html'.split(
    ' ',
  ),
);
const SUBTITLE = /\b(?:sub-?title|sub-?head(?:line)?|dek|standfirst|deck)\b/i;

/**
 * The story's blocks of an HTML page, in reading order, by HTML5's own parsing rules. Navigation, scripts, forms and
 * asides are left out; the first `h1` is the headline, a subtitle (by its class, or an `h2` with no text between)
 * directly after it the dek. White space is collapsed as a browser shows it; `<br>` is a line break.
 */
export function blocksOfPage(html: string): Block[] {
  const blocks: (Block & { tag: string })[] = [];
  let kind: BlockKind = 'paragraph';
  let tag = 'p';
  let text = '';
  const flush = () => {
    const clean = text
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim();
    text = '';
    if (clean) blocks.push({ key: `h${blocks.length}`, kind, text: clean, tag });
  };
  const visit = (node: Node) => {
    if (node.nodeName === '#text' && 'value' in node) {
      text += node.value.replace(/\s+/g, ' ');
      return;
    }
    if (!('childNodes' in node)) return;
    if (!('tagName' in node)) {
      node.childNodes.forEach(visit);
      return;
    }
    const name = node.tagName;
    if (SKIPPED.has(name) || hidden(node)) return;
    if (name === 'br') {
      text += '\n';
      return;
    }
    const own = KINDS[name];
    if (!own && !BREAKS.has(name)) {
      node.childNodes.forEach(visit);
      return;
    }
    flush();
    const outer = kind;
    const outerTag = tag;
    // A paragraph inside a quotation, a list item or a cell is that, not a paragraph of the body.
    if (
      own &&
      !(
        own === 'paragraph' &&
        (outer === 'quote' || outer === 'listItem' || outer === 'tableCell' || outer === 'caption')
      )
    ) {
      kind = own;
      tag = SUBTITLE.test(attribute(node, 'class')) ? 'subtitle' : name;
    } else if (SUBTITLE.test(attribute(node, 'class'))) tag = 'subtitle';
    node.childNodes.forEach(visit);
    flush();
    kind = outer;
    tag = outerTag;
  };
  parse(html).childNodes.forEach(visit);
  flush();
  const first = blocks.findIndex((block) => block.tag === 'h1');
  const headline = blocks[first];
  if (headline) {
    headline.kind = 'headline';
    const next = blocks[first + 1];
    if (next && (next.tag === 'h2' || next.tag === 'subtitle') && blocks[first + 2]) next.kind = 'dek';
  }
  return blocks.map(({ key, kind: sort, text: words }) => ({
    key,
    kind: sort,
    text: words.replaceAll(BLOCK_JOINT, '\n'),
  }));
}

function attribute(element: Element, name: string): string {
  return element.attrs.find((item) => item.name === name)?.value ?? '';
}

function hidden(element: Element): boolean {
  return element.attrs.some(
    (item) => item.name === 'hidden' || (item.name === 'aria-hidden' && item.value === 'true'),
  );
}
