import type { Rule } from '../rule';
import { accuses } from '../risk';

export const accusationUnsourced: Rule = {
  id: 'accusation.unsourced',
  title: 'Accusation without a source',
  severity: 'warn',
  help: 'Saying that a named person or body did wrong needs somebody who says so, a record, or a legal basis: in your own voice you are the one who accuses.',
  standard: 'AP News Values; BBC Editorial Guidelines 3; IPSO Editors’ Code 1',
  fixes: ['link-record', 'set-basis', 'ask-legal'],
  fires: [
    {
      text: 'The council met on Monday.\n\nIts treasurer, Martin Holroyd, diverted £600,000 from the repairs fund to hide overspending.',
      at: 'diverted',
    },
    {
      text: 'The mine reopened in May.\n\nDale Brannigan ran a smuggling ring from the weighbridge.',
      at: 'smuggling',
    },
  ],
  nearMisses: [
    { text: 'Court papers show that Nolan Pruitt stole $1.2 million in donations.' },
    { text: 'Nolan Pruitt was convicted of fraud in 2019.' },
    { text: 'Police said Dale Brannigan ran a smuggling ring from the weighbridge.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      if (sentence.attributed || !/^(?:claim|background|heading|opinion)$/.test(sentence.kind)) return [];
      if (sentence.by.some((by) => story.attributions[by]?.source)) return [];
      if (/\b(?:allegedly|reportedly)\b/i.test(sentence.text) || !accuses(sentence)) return [];
      return [
        {
          sentence: sentence.index,
          start: sentence.start,
          end: sentence.end,
          message: 'This accuses somebody in our own voice: no source says so.',
          cause: `accusation:${sentence.index}`,
          stake: 'accusation' as const,
        },
      ];
    });
  },
};
