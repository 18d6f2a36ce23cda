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
        if (
          story.attributions.some(
            (item) => item.source && item.content.some((span) => span.start < end && start < span.end),
          )
        )
          return [];
        const sentence = story.sentences.find(
          (item) => item.blockIndex === blockIndex && item.start < end && start < item.end,
        );
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
