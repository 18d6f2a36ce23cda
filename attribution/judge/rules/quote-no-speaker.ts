import type { Story } from '../../story';
import type { Rule } from '../rule';
import { isOpenSpeech } from '../speech';

export const quoteNoSpeaker: Rule = {
  id: 'quote.noSpeaker',
  title: 'Who says this?',
  severity: 'warn',
  help: 'Every quotation needs a speaker whom the reader can find without guessing.',
  standard: 'AP News Values (quotations); NPR Ethics Handbook',
  fixes: ['pick-speaker'],
  fires: [
    {
      text: 'The mood in the crowd was angry.\n\n“It’s a disgrace and they ought to resign, the lot of them.”',
      at: 'disgrace',
    },
    { text: 'The plan has been condemned as “a betrayal of everything the estates were promised”.' },
  ],
  nearMisses: [
    { text: '“It is a disgrace and they ought to resign,” said Mara Lindqvist. “All of them.”' },
    { text: 'His book, “The Quiet Heart of the Matter,” devotes a chapter to it.' },
  ],
  test(story) {
    return story.blocks.flatMap((block, blockIndex) =>
      block.facts.quotes.flatMap((quote) => {
        const start = block.start + quote.start;
        const end = block.start + quote.end;
        if (quote.words < 4 || !isOpenSpeech(story, block, quote)) return [];
        const first = sentenceAt(story, start);
        let spoken = false;
        for (let at = first; at < story.sentences.length && !spoken; at += 1) {
          const reached = story.sentences[at];
          if (!reached || reached.start >= end) break;
          spoken = reached.by.some((by) => {
            const item = story.attributions[by];
            return item?.source != null && item.content.some((span) => span.start < end && start < span.end);
          });
        }
        if (spoken) return [];
        const found = story.sentences[first];
        const sentence = found && found.blockIndex === blockIndex && found.start < end ? found : undefined;
        if (!sentence || sentence.kind === 'boilerplate' || sentence.kind === 'caption') return [];
        return [
          {
            sentence: sentence.index,
            start,
            end,
            message: 'No speaker can be found for this quote.',
            cause: `speaker:${start === sentence.start ? sentence.index : `${sentence.index}.${quote.start}`}`,
            stake: 'speaker' as const,
          },
        ];
      }),
    );
  },
};

/** Index of the first sentence that ends after an offset. */
function sentenceAt(story: Story, offset: number): number {
  let low = 0;
  let high = story.sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((story.sentences[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
