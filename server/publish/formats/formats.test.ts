import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { describe, expect, it } from 'vitest';
import { plainText, type StoryDocument } from '#document';
import {
  br,
  claim,
  everything,
  h,
  hr,
  li,
  link,
  ol,
  p,
  quote,
  readersText,
  story,
  text,
  ul,
} from '../testing/copy';
import { wordpressBlocks } from './blocks';
import { cleanHtml } from './html';
import { webhookPayload, wordpressPayload } from './index';

const outgoing = (document: StoryDocument) => ({
  uri: 'tag:news.example,2026:1',
  shortId: 'ab12cd34',
  seq: 3,
  hash: 'v1:abc',
  document,
});

describe('clean HTML', () => {
  it('writes every node and mark that may leave', () => {
    expect(
      cleanHtml(
        story(
          {},
          p('Plain ', text('bold', 'bold'), text('both', 'bold', 'italic'), text('gone', 'strike')),
          h(2, 'Two'),
          h(3, 'Three'),
          ul(li(p('a')), li(p('b'), ul(li(p('c'))))),
          ol(4, li(p('d'))),
          ol(1, li(p('e'))),
          quote(p('f')),
          hr,
          p('g', br, 'h'),
        ),
      ),
    ).toBe(
      [
        '<p>Plain <strong>bold<em>both</em></strong><s>gone</s></p>',
        '<h2>Two</h2>',
        '<h3>Three</h3>',
        '<ul>\n<li>a</li>\n<li><p>b</p>\n<ul>\n<li>c</li>\n</ul></li>\n</ul>',
        '<ol start="4">\n<li>d</li>\n</ol>',
        '<ol>\n<li>e</li>\n</ol>',
        '<blockquote>\n<p>f</p>\n</blockquote>',
        '<hr>',
        '<p>g<br>h</p>',
      ].join('\n'),
    );
  });

  it('leaves no seam where a claim ends in the middle of a run', () => {
    const marked = story(
      {},
      p('A', text('B', 'bold'), text('C', 'bold', claim('x1')), text('D', claim('x1')), 'E'),
    );
    expect(cleanHtml(marked)).toBe('<p>A<strong>BC</strong>DE</p>');
  });

  it('keeps one link around words of different weight, and two links apart', () => {
    const a = link('https://a.example/');
    expect(
      cleanHtml(story({}, p(text('x', a), text('y', a, 'bold'), text('z', link('https://b.example/'))))),
    ).toBe('<p><a href="https://a.example/">x<strong>y</strong></a><a href="https://b.example/">z</a></p>');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    ' java\nscript:alert(1)',
    'file:///etc/passwd',
    '/relative',
  ])('keeps the words of a link to %j and not the link', (href) => {
    expect(cleanHtml(story({}, p(text('words', link(href)))))).toBe('<p>words</p>');
  });

  it('writes no attribute but href and start, whatever the nodes carry', () => {
    const dressed = story(
      {},
      {
        type: 'paragraph',
        attrs: { id: 'CANARY', class: 'CANARY', 'data-x': 'CANARY' },
        content: [
          text('words', {
            type: 'link',
            attrs: { href: 'https://a.example/', target: 'CANARY', class: 'CANARY' },
          }),
        ],
      },
    );
    expect(cleanHtml(dressed)).toBe('<p><a href="https://a.example/">words</a></p>');
    expect(wordpressBlocks(dressed)).not.toContain('CANARY');
  });

  it('stops at a part that it does not know instead of leaving it out', () => {
    expect(() => cleanHtml(story({}, { type: 'embed', attrs: {} }))).toThrow(
      expect.objectContaining({ code: 'document.invalid' }),
    );
  });
});

describe('WordPress blocks', () => {
  it('are the blocks that its own editor would save', () => {
    expect(
      wordpressBlocks(
        story({}, p('a'), h(3, 'b'), ol(2, li(p('c'), p('d'), ul(li(p('e'))))), quote(p('f'), p('g')), hr),
      ),
    ).toBe(`<!-- wp:paragraph -->
<p>a</p>
<!-- /wp:paragraph -->

<!-- wp:heading {"level":3} -->
<h3 class="wp-block-heading">b</h3>
<!-- /wp:heading -->

<!-- wp:list {"ordered":true,"start":2} -->
<ol start="2"><!-- wp:list-item -->
<li>c<br>d<!-- wp:list -->
<ul><!-- wp:list-item -->
<li>e</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list --></li>
<!-- /wp:list-item --></ol>
<!-- /wp:list -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>f</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>g</p>
<!-- /wp:paragraph --></blockquote>
<!-- /wp:quote -->

<!-- wp:separator -->
<hr class="wp-block-separator has-alpha-channel-opacity"/>
<!-- /wp:separator -->`);
  });

  it('open with the byline, and run the dateline in before the first words', () => {
    const fields = { byline: 'By Ada', dateline: 'PORT ELLERY' };
    expect(readersText(wordpressBlocks(story(fields, p('The council met.'))))).toBe(
      'By Ada\n\nPORT ELLERY — The council met.',
    );
    expect(readersText(wordpressBlocks(story(fields, h(2, 'Head'), p('Copy.'))))).toBe(
      'By Ada\n\nPORT ELLERY\n\nHead\n\nCopy.',
    );
    expect(readersText(wordpressBlocks(story(fields)))).toBe('By Ada\n\nPORT ELLERY');
  });

  it('let no typed text become a block, a tag or a shortcode', () => {
    const markup = wordpressBlocks(
      story({ byline: '[gallery]' }, p('<!-- wp:html --><script>x</script> [gallery ids="1"]')),
    );
    expect(markup).not.toMatch(/\[|<script|<!-- wp:html/);
    expect(readersText(markup)).toBe('[gallery]\n\n<!-- wp:html --><script>x</script> [gallery ids="1"]');
  });
});

const words = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((s) => s.length > 0);
const run = fc.record({
  words,
  marks: fc.uniqueArray(fc.constantFrom('bold', 'italic', 'strike', 'link', 'claim'), { maxLength: 4 }),
});
const copy = fc
  .array(fc.array(run, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
  .map((grafs) =>
    story(
      {},
      ...grafs.map((runs) =>
        p(
          ...runs.map(({ words: typed, marks }) =>
            text(
              typed,
              ...marks.map((m) =>
                m === 'link' ? link('https://a.example/') : m === 'claim' ? claim('CANARY') : m,
              ),
            ),
          ),
        ),
      ),
    ),
  );
/** What HTML cannot carry, and what its reader trims, is no difference. */
const bare = (s: string) =>
  s

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('\n\n')
    .map((block) => block.trim())
    .filter((block) => block.length > 0)
    .join('\n\n');

describe('whatever is typed', () => {
  it('arrives as exactly its text in both formats, as well-formed HTML, without a claim', () => {
    fc.assert(
      fc.property(copy, (document) => {
        for (const html of [cleanHtml(document), wordpressBlocks(document)]) {
          expect(readersText(html)).toBe(bare(plainText(document)));
          expect(html).not.toContain('CANARY');
          const tree = serialize(parseFragment(html));
          expect(serialize(parseFragment(tree))).toBe(tree);
          // As many tags as a parser sees: nothing was closed or opened on our behalf.
          const tags = (source: string) => source.match(/<\/?[a-z][^>]*>/g)?.length ?? 0;
          expect(tags(tree)).toBe(tags(html));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('payloads', () => {
  it('hold the allow-listed fields of a version and no others', () => {
    const wordpress = wordpressPayload(outgoing(everything), null);
    expect(Object.keys(wordpress).sort()).toEqual(['fields', 'kind', 'marker', 'slug']);
    expect(wordpress.slug).toBe('harbor-b-works-b-co-5-6-says-mayors-office');
    expect(wordpress.marker).toBe('harbor-b-works-b-co-5-6-says-mayors-office-ab12cd34');
    expect(wordpress.fields.title).toBe(
      'Harbor &lt;b&gt;Works&lt;/b&gt; &amp; Co: “5 &lt; 6”, says mayor’s office 🌊',
    );
    const at = new Date('2026-11-24T10:00:00Z');
    const event: unknown = JSON.parse(webhookPayload(outgoing(everything), 'story.published', at).body);
    expect(event).toEqual({
      type: 'story.published',
      timestamp: '2026-11-24T10:00:00.000Z',
      data: {
        uri: 'tag:news.example,2026:1',
        seq: 3,
        hash: 'v1:abc',
        headline: everything.headline,
        dek: everything.dek,
        byline: everything.byline,
        dateline: everything.dateline,
        html: cleanHtml(everything),
        text: plainText(everything),
      },
    });
  });

  it('keep the first slug for good, so that the post can be found by it after the headline has changed', () => {
    const later = wordpressPayload(outgoing(story({ headline: 'Another headline' })), 'first-slug');
    expect(later).toMatchObject({ slug: 'first-slug', marker: 'first-slug-ab12cd34' });
  });

  it.each([
    ['Mayor’s plan: £5m for Łódź?', 'mayors-plan-5m-for-odz'],
    ['Crème brûlée', 'creme-brulee'],
    ['Straße gesperrt', 'strasse-gesperrt'],
    ['人間', 'story-ab12cd34'],
    ['2026', '2026-ab12cd34'],
    ['', 'story-ab12cd34'],
    [
      'A headline that goes on and on until nobody remembers how it began or where it was meant to end',
      'a-headline-that-goes-on-and-on-until-nobody-remembers-how-it-began-or',
    ],
    ['x'.repeat(200), 'x'.repeat(72)],
  ])('%j gives the slug %s', (headline, slug) => {
    expect(wordpressPayload(outgoing(story({ headline })), null).slug).toBe(slug);
  });
});
