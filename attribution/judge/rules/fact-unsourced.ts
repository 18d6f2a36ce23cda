import type { Finding, Rule } from '../rule';
import { inReach } from '../reach';
import { actOf } from '../act';
import { accuses, isPrivate, stakeOf } from '../risk';
import { talksOf } from '../talk';
import { sameStory } from '../lead';
import { kindPolicy } from '../../policy';

export const factUnsourced: Rule = {
  id: 'fact.unsourced',
  title: 'Who says so?',
  severity: 'warn',
  help: 'A new act of a named party, or something that happened out of sight, needs a source in the sentence or one carried over from a neighbour that speaks of the same thing. A conversation needs somebody who told us about it.',
  standard: 'Reuters Handbook (sourcing essentials); BBC Editorial Guidelines 3; AP News Values',
  fixes: ['link-source', 'insert-attribution', 'common-knowledge'],
  fires: [
    { text: 'Marit Solheim privately urged the company to stay and offered it a tax holiday.' },
    { text: 'Cllr Pascoe and two colleagues settled the matter over dinner in November.' },
    { text: 'Marit Solheim told Josip Keller in a call that the bridge would stay shut.' },
  ],
  nearMisses: [
    { text: 'Marit Solheim has cut short her visit, her office said.' },
    { text: 'The centre opened in 1978.' },
    { text: 'Marit Solheim told reporters that the bridge would stay shut.' },
    {
      text: 'Marit Solheim told Josip Keller in a call that the bridge would stay shut, according to a readout from her office.',
    },
    {
      text: 'Marit Solheim resigned on Monday.\n\nThe next election is in May.\n\nSolheim resigned after a vote, her office said.',
    },
  ],
  test(story) {
    const findings: Finding[] = [];
    const limit = kindPolicy(story.policy, story.kind).delayedGrafs;
    const talked = new Set<number>();
    for (const talk of talksOf(story)) {
      const sentence = story.sentences[talk.attribution.sentence];
      if (!sentence || talked.has(sentence.index)) continue;
      talked.add(sentence.index);
      findings.push({
        sentence: sentence.index,
        start: sentence.start,
        end: sentence.end,
        message: 'Who told us about this conversation?',
        cause: `talk:${talk.key}`,
        severity: talk.isPrivate ? 'warn' : 'info',
        stake: talk.isPrivate ? 'private' : null,
      });
    }
    for (const sentence of story.sentences) {
      if (talked.has(sentence.index) || sentence.graf === 0 || !/^(?:claim|background)$/.test(sentence.kind))
        continue;
      if (inReach(story, sentence) || /\b(?:allegedly|reportedly)\b/i.test(sentence.text)) continue;
      const secret = isPrivate(sentence.text);
      const act = actOf(sentence);
      if (act === 'none' && !secret) continue;
      const lead = sentence.graf <= 3;
      let warn = act === 'new' || (act === 'act' && lead) || (secret && act !== 'none') || accuses(sentence);
      let message = secret
        ? 'Who told us about this? It happened out of sight.'
        : 'No source in reach says this.';
      if (warn && sentence.graf <= 2) {
        const later = sameStory(story, sentence);
        if (later && later.graf <= limit) continue;
        if (later) {
          message = `The source comes in graf ${later.graf}: move it up.`;
          warn = true;
        }
      }
      findings.push({
        sentence: sentence.index,
        start: sentence.start,
        end: sentence.end,
        message,
        cause: `claim:${sentence.index}`,
        severity: warn ? 'warn' : 'info',
        stake: stakeOf(sentence, true),
      });
    }
    return findings;
  },
};
