import type { Rule } from '../rule';
import { isPrivate, stakeOf } from '../risk';
import { inReach } from '../reach';

/** A perfect or past-tense act, as opposed to a state of affairs. */
const ACT =
  /\b(?:has|have|had) (?:\p{L}+ ){0,2}?\p{L}+(?:ed|en|wn|ught|ut|old|ept|eft|ade|one|un|et|id)\b|\b\p{L}{3,}ed\b|\b(?:told|gave|took|met|went|sent|left|held|cut|won|lost|ran|sold|bought|fled|struck|shot|fell|rose|began|broke|drew|flew|hit|led|made|paid|put|set|shut|sought|spent|won)\b/iu;

export const factUnsourced: Rule = {
  id: 'fact.unsourced',
  title: 'Who says so?',
  severity: 'warn',
  help: 'A new act of a named party, or something that happened out of sight, needs a source in the sentence or one carried over from a neighbour that speaks of the same thing.',
  standard: 'Reuters Handbook (sourcing essentials); BBC Editorial Guidelines 3; AP News Values',
  fixes: ['link-source', 'insert-attribution', 'common-knowledge'],
  fires: [
    { text: 'Marit Solheim privately urged the company to stay and offered it a tax holiday.' },
    { text: 'Cllr Pascoe and two colleagues settled the matter over dinner in November.' },
  ],
  nearMisses: [
    { text: 'Marit Solheim has cut short her visit, her office said.' },
    { text: 'The centre opened in 1978.' },
  ],
  test(story) {
    return story.sentences.flatMap((sentence) => {
      if (sentence.kind !== 'claim' || inReach(story, sentence) || sentence.graf === 0) return [];
      if (/\b(?:allegedly|reportedly)\b/i.test(sentence.text)) return [];
      const named =
        /(?:^|[^.!?]\s)\p{Lu}\p{L}+/u.test(sentence.text.slice(1)) ||
        /^(?:he|she|they)\b/i.test(sentence.text);
      const secret = isPrivate(sentence.text);
      if (!secret && !(named && ACT.test(sentence.text))) return [];
      const warn = secret || sentence.graf <= 3;
      return [
        {
          sentence: sentence.index,
          start: sentence.start,
          end: sentence.end,
          message: secret
            ? 'Who told us about this? It happened out of sight.'
            : 'No source in reach says this.',
          cause: `claim:${sentence.index}`,
          severity: warn ? ('warn' as const) : ('info' as const),
          stake: stakeOf(sentence, true),
        },
      ];
    });
  },
};
