import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JSONContent } from '@tiptap/core';
import { countWords, offsetAt, project, rangesAt } from './projection';
import { bodyNode } from './story';

const paragraph = (text: string): JSONContent => ({
  type: 'paragraph',
  ...(text ? { content: [{ type: 'text', text }] } : {}),
});

const body = bodyNode({
  type: 'doc',
  content: [
    paragraph('The pool will close.'),
    paragraph(''),
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'What next' }] },
    {
      type: 'bulletList',
      content: [{ type: 'listItem', content: [paragraph('Lessons move'), paragraph('in April')] }],
    },
    { type: 'horizontalRule' },
    {
      type: 'blockquote',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'Two' }, { type: 'hardBreak' }, { type: 'text', text: 'lines' }],
        },
      ],
    },
  ],
});

describe('the projection of a story', () => {
  it('gives headline, dek and body as blocks joined by a blank line, without empty ones', () => {
    const { blocks, text } = project({ headline: 'Pool to close', dek: '' }, body);
    expect(text).toBe(
      'Pool to close\n\nThe pool will close.\n\nWhat next\n\nLessons move\n\nin April\n\nTwo\nlines',
    );
    expect(blocks.map((block) => block.kind)).toEqual([
      'headline',
      'paragraph',
      'heading',
      'listItem',
      'listItem',
      'quote',
    ]);
  });

  it('maps every character of the body there and back, whatever the characters are', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((s) => s.replace(/[\n\r]/g, ' '));
    const odd = fc.constantFrom('👩‍👩‍👧‍👦 ok', 'e\u0301a\u0308', 'שלום עולם', '\u202eabc', 'plain', '');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, odd), { minLength: 1, maxLength: 6 }),
        fc.string(),
        (texts, headline) => {
          const node = bodyNode({ type: 'doc', content: texts.map(paragraph) });
          const projection = project({ headline, dek: '' }, node);
          for (const block of projection.blocks) {
            expect(projection.text.slice(block.start, block.start + block.text.length)).toBe(block.text);
            if (block.position === null) continue;
            for (let at = 0; at < block.text.length; at++) {
              const [range] = rangesAt(projection, block.start + at, block.start + at + 1);
              expect(range).toEqual({ from: block.position + at, to: block.position + at + 1 });
              expect(offsetAt(projection, block.position + at)).toBe(block.start + at);
              expect(node.textBetween(range!.from, range!.to)).toBe(block.text.slice(at, at + 1));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cuts a span that runs over blocks into one range a block', () => {
    const projection = project({ headline: 'H', dek: '' }, body);
    const start = projection.text.indexOf('close.');
    const ranges = rangesAt(projection, start, projection.text.indexOf(' next'));
    expect(ranges.map(({ from, to }) => body.textBetween(from, to))).toEqual(['close.', 'What']);
  });

  it('counts words as a writer does', () => {
    expect(countWords("It's 3.5 per cent — not 4, she said… 東京")).toBe(9);
    expect(countWords('  — … ')).toBe(0);
  });
});
