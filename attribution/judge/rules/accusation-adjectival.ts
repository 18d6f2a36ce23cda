import type { Rule } from '../rule';

const ADJECTIVAL =
  /\b(?:alleged|accused|suspected|purported)\s+(?:\p{Ll}[\p{L}-]*\s+){1,3}?(?=\p{Lu}\p{Ll})/iu;

export const accusationAdjectival: Rule = {
  id: 'accusation.adjectival',
  title: 'A charge used as a name',
  severity: 'warn',
  help: '“Alleged murderer Smith” turns an allegation into a title. Say who accuses the person of what.',
  standard: 'AP News Values (allege); IPSO Editors’ Code 1',
  fixes: ['reword'],
  fires: [
    { text: 'Accused fraudster Nolan Pruitt was booked into the county jail.' },
    { text: 'Police are looking for alleged smuggler Dale Brannigan.' },
  ],
  nearMisses: [
    { text: 'Nolan Pruitt, accused of fraud, was booked into the county jail.' },
    { text: 'Police suspected that Dale Brannigan smuggled cigarettes.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      const match = ADJECTIVAL.exec(sentence.text);
      if (!match || sentence.kind === 'quote' || sentence.kind === 'boilerplate') return [];
      const words = match[0].trim().split(/\s+/);
      const noun = words.at(-1) ?? '';
      if (
        !/(?:er|or|ist|man|woman|thief|spy|pirate|rapist|killer|criminal|terrorist|gangster|boss|mastermind|ringleader|hacker|victim)$/i.test(
          noun,
        ) ||
        /victim$/i.test(noun)
      )
        return [];
      const start = sentence.start + match.index;
      return [
        {
          sentence: sentence.index,
          start,
          end: start + match[0].trimEnd().length,
          message: `“${match[0].trim()}” makes a charge part of a name: who accuses, and of what?`,
          cause: `adjectival:${sentence.index}`,
          stake: 'accusation' as const,
        },
      ];
    });
  },
};
