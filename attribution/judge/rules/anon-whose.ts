import type { Rule } from '../rule';
import { isOutlet } from '../../lexicon/outlets';

const UNNAMED =
  /\b(?:on (?:the )?condition of anonymity|asked not to be (?:named|identified)|spoke anonymously|not authori[sz]ed to (?:speak|comment|discuss)|declined to be (?:named|identified)|account is based on|according to (?:\p{L}+ )?(?:people|officials|sources|persons) (?:familiar|briefed|close)|based on (?:interviews?|conversations) with|(?:officials?|people|sources|aides)[’']? interviews?)\b/iu;

/** Whose unnamed people are these? A question, asked once. */
export const anonWhose: Rule = {
  id: 'anon.whose',
  title: 'Whose unnamed sources?',
  severity: 'info',
  help: 'If we spoke to them, they need a protected card here. If another newsroom did, the credit belongs in this graf.',
  standard: 'AP News Values (anonymous sources); JTI clause 12',
  fixes: ['protected-card', 'insert-told-outlet'],
  fires: [
    { text: 'They spoke on condition of anonymity because the talks were private.' },
    { text: 'The account is based on interviews with senior officials.' },
  ],
  nearMisses: [
    { text: 'They spoke to The New York Times on condition of anonymity.' },
    { text: 'The mayor spoke on Monday.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      const match = UNNAMED.exec(sentence.text);
      if (!match || sentence.graf === 0 || sentence.kind === 'quote') return [];
      const names = sentence.block.text.match(/(?:[Tt]he )?\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)*/gu) ?? [];
      if (
        names.some((name) => isOutlet(name) || story.policy.houseNames.some((house) => name.includes(house)))
      )
        return [];
      const start = sentence.start + match.index;
      return [
        {
          sentence: sentence.index,
          start,
          end: start + match[0].length,
          message: 'Unnamed people: did we speak to them, or did another newsroom?',
          cause: 'anon',
        },
      ];
    });
  },
};
