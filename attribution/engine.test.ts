import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf, type Block } from './block';
import { analyse, createAnalyser } from './engine';

const alphabet = fc.constantFrom(
  'He said ',
  '“',
  '”',
  '"',
  "'",
  '‘',
  '’',
  '. ',
  '\n',
  '\n\n',
  ', ',
  'Mr. Smith ',
  'told reporters ',
  'that ',
  '$3m ',
  '\ud83d',
  '\ude00',
  '😀',
  '\u200b',
  '\u202e',
  'שלום ',
  'U.S. ',
  '(',
  ')',
  '—',
  ': ',
  'according to ',
  'Dr. Lee’s ',
  '\ufeff',
  'e\u0301',
  '• ',
  '\r\n',
);
const anyText = fc.oneof(
  fc.array(alphabet, { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

function spansOf(analysis: ReturnType<typeof analyse>) {
  return [
    ...analysis.sentences,
    ...analysis.flags,
    ...analysis.attributions.flatMap((item) => [
      ...item.content,
      ...(item.source ? [item.source] : []),
      ...(item.cue ? [item.cue] : []),
    ]),
  ];
}

describe('analyse', () => {
  it('ends well on any text, with every offset inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const analysis = analyse(text);
        expect(analysis.text).toBe(text);
        for (const span of spansOf(analysis)) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        for (const flag of analysis.flags) expect(analysis.sentences[flag.sentence]).toBeDefined();
        for (const sentence of analysis.sentences)
          for (const by of sentence.by) expect(analysis.attributions[by]).toBeDefined();
      }),
      { numRuns: 150 },
    );
  });
  it.each([
    ['nothing', ''],
    ['white space', ' \n\n '],
    ['one word', 'Hello'],
    ['a megabyte without a full stop', 'word said that he told '.repeat(45_000).slice(0, 1_000_000)],
    ['one word of a megabyte', 'x'.repeat(1_000_000)],
    ['50,000 quote marks', '"'.repeat(50_000)],
    ['50,000 single quote marks with words', "'a ".repeat(50_000)],
    ['20,000 short paragraphs', '“He said no.\n\n'.repeat(20_000)],
    ['full stops only', '.'.repeat(100_000)],
    ['lone surrogates', '\ud800 said \udc00. '.repeat(2_000)],
  ])(
    'ends well on %s',
    (_what, text) => {
      expect(analyse(text).text).toBe(text);
    },
    20_000,
  );
  it('gives the same whether it has seen the story before or not', () => {
    const words = fc.constantFrom(
      'Smith said that the council lost $3 million.',
      'He denied it.',
      '“We will not be moved,” she said.',
      '“They knew',
      'The Times reported the fire.',
      'Reports said so.',
      '',
    );
    fc.assert(
      fc.property(fc.array(fc.array(words, { maxLength: 4 }), { minLength: 1, maxLength: 8 }), (versions) => {
        const analyser = createAnalyser();
        for (const version of versions) {
          const blocks: Block[] = version.map((text, index) => ({
            key: `b${index}`,
            kind: 'paragraph',
            text,
          }));
          expect(analyser.analyse(blocks)).toEqual(analyse(blocks));
          expect(analyse(blocks).text).toBe(textOf(blocks));
        }
      }),
      { numRuns: 30 },
    );
  });
});
