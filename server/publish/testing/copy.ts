import type { JSONContent } from '@tiptap/core';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import type { StoryDocument } from '#document';

/** Short hands for writing a story down in a test. */
export type Run = JSONContent & { type: 'text' };
type MarkJson = NonNullable<JSONContent['marks']>[number];

export const text = (words: string, ...marks: (string | MarkJson)[]): Run => ({
  type: 'text',
  text: words,
  ...(marks.length > 0
    ? { marks: marks.map((mark) => (typeof mark === 'string' ? { type: mark } : mark)) }
    : {}),
});
export const link = (href: string): MarkJson => ({ type: 'link', attrs: { href } });
export const claim = (id: string): MarkJson => ({ type: 'claim', attrs: { id } });
export const br: JSONContent = { type: 'hardBreak' };
const runs = (content: (string | JSONContent)[]) =>
  content.filter((run) => run !== '').map((run) => (typeof run === 'string' ? text(run) : run));

export const p = (...content: (string | JSONContent)[]): JSONContent => ({
  type: 'paragraph',
  content: runs(content),
});
export const h = (level: 2 | 3, ...content: (string | JSONContent)[]): JSONContent => ({
  type: 'heading',
  attrs: { level },
  content: runs(content),
});
export const li = (...content: JSONContent[]): JSONContent => ({ type: 'listItem', content });
export const ul = (...content: JSONContent[]): JSONContent => ({ type: 'bulletList', content });
export const ol = (start: number, ...content: JSONContent[]): JSONContent => ({
  type: 'orderedList',
  attrs: { start },
  content,
});
export const quote = (...content: JSONContent[]): JSONContent => ({ type: 'blockquote', content });
export const hr: JSONContent = { type: 'horizontalRule' };

export function story(fields: Partial<Omit<StoryDocument, 'body'>>, ...body: JSONContent[]): StoryDocument {
  return {
    headline: '',
    dek: '',
    byline: '',
    dateline: '',
    ...fields,
    body: { type: 'doc', content: body.length > 0 ? body : [{ type: 'paragraph' }] },
  };
}

/** A story that uses every node and mark that may leave, and copy that looks like markup, script and shortcodes. */
export const everything: StoryDocument = story(
  {
    headline: 'Harbor <b>Works</b> & Co: “5 < 6”, says mayor’s office 🌊',
    dek: 'A dek with <em>typed</em> tags & an ampersand',
    byline: 'By Ada O’Neil & Bo <Reyes>',
    dateline: 'PORT ELLERY',
  },
  p(
    'The council ',
    text('voted', 'bold'),
    text(' 5–4', 'bold', 'italic'),
    ' on Monday, ',
    text('records show', link('https://records.example.gov/a?b=1&c="2"')),
    '. ',
    text('It was ', claim('01890000-0000-7000-8000-000000000001')),
    text('not', 'bold', claim('01890000-0000-7000-8000-000000000001')),
    text(' close.', claim('01890000-0000-7000-8000-000000000001')),
  ),
  h(2, 'What [gallery] happened'),
  p(
    '<script>alert(1)</script> <iframe src="x"></iframe> <!-- wp:html --> [caption]typed[/caption] &amp; &nbsp;',
  ),
  p('First line', br, 'second line — “[sic]”  two spaces'),
  h(3, 'A list'),
  ul(li(p('One')), li(p('Two'), p('still two'), ul(li(p('Nested'))))),
  ol(3, li(p('Three')), li(p(text('Four', 'strike')))),
  quote(p('“Nobody told us,” she said.'), p('She left.')),
  hr,
  p('Mail ', text('the desk', link('mailto:desk@example.com')), '. 人間 שלום 👩‍🚒 é'),
  { type: 'paragraph' },
);

type Tree = DefaultTreeAdapterTypes.Node;

/** The text that a reader of this HTML sees: block by block, a line break as `\n`. Comments are not text. */
export function readersText(html: string): string {
  const blocks: string[] = [];
  let line = '';
  const flush = () => {
    if (line.trim()) blocks.push(line.trim());
    line = '';
  };
  const walk = (node: Tree) => {
    if (node.nodeName === '#text' && 'value' in node) line += node.value;
    else if (node.nodeName === 'br') line += '\n';
    else if ('childNodes' in node) {
      const block = /^(p|h[1-6]|li|ul|ol|blockquote|div)$/.test(node.nodeName);
      if (block) flush();
      node.childNodes.forEach(walk);
      if (block) flush();
    }
  };
  walk(parseFragment(html));
  flush();
  return blocks.join('\n\n');
}
