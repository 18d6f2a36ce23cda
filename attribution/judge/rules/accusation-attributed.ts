import type { Finding, Rule } from '../rule';
import { accuses } from '../risk';

const DENIAL =
  /\b(?:den(?:y|ies|ied|ial)|reject(?:s|ed)?|refuted?|disputed?|not guilty|declin(?:e|ed|es) to comment|did not (?:immediately )?(?:respond|reply|answer|return)|could not be reached|no comment|innocen(?:t|ce))\b/i;

export const accusationAttributed: Rule = {
  id: 'accusation.attributed',
  title: 'Repeats an accusation',
  severity: 'info',
  help: 'Repeating an accusation is publishing it, whoever made it first. Is there a reply, and is the report privileged?',
  standard: 'BBC Editorial Guidelines 3; IPSO Editors’ Code 1',
  fixes: ['log-attempt', 'set-basis'],
  fires: [
    { text: 'The mayor said that Dale Brannigan stole the money.' },
    { text: 'According to the lawsuit, Dale Brannigan bribed two inspectors.' },
  ],
  nearMisses: [
    { text: 'The mayor said that Dale Brannigan stole the money. Brannigan denied it.' },
    { text: 'The mayor said that Dale Brannigan built the bridge.' },
  ],
  test(story) {
    if (DENIAL.test(story.text)) return [];
    const findings: Finding[] = [];
    for (const sentence of story.sentences) {
      if (!sentence.attributed || sentence.graf === 0 || !accuses(sentence)) continue;
      findings.push({
        sentence: sentence.index,
        start: sentence.start,
        end: sentence.end,
        message: 'This repeats an accusation, and the story holds no reply to it.',
        cause: 'accused',
      });
    }
    return findings;
  },
};
