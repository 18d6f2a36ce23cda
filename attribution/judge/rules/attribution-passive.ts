import type { Finding, Rule } from '../rule';
import { outermost } from '../../resolve/reader';
import { stakeOf } from '../risk';
import { isOutlet } from '../../lexicon/outlets';

const AGENTLESS = /^(?:understand|believe|think|say|report|rumor|rumour|claim|allege|hear|suspect)$/;
const LEARNED =
  /((?:[Tt]he )?\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*){0,3}) (?:has|have) (?:learned|learnt|been told)\b/u;

export const attributionPassive: Rule = {
  id: 'attribution.passive',
  title: 'Attributed to nobody',
  severity: 'warn',
  help: '“It is understood” hides who understands it. Name them, or say what they are and how they know.',
  standard: 'Reuters Handbook; BBC Editorial Guidelines 3',
  fixes: ['name-who', 'describe-role'],
  fires: [
    { text: 'It is understood that officers advised the cabinet to delay the decision.' },
    { text: 'Lord Fenn is believed to be flying to Brenholt tonight.' },
  ],
  nearMisses: [
    { text: 'The committee is expected to report in May.' },
    { text: 'Jurors were told that the door had been locked.' },
  ],
  test(story) {
    const findings: Finding[] = [];
    for (const item of story.attributions) {
      const sentence = story.sentences[item.sentence];
      if (
        !sentence ||
        !item.cue ||
        item.relation.class !== 'hedge' ||
        !AGENTLESS.test(item.relation.lemma) ||
        sentence.kind === 'boilerplate'
      )
        continue;
      // "Police said he is believed to be armed" has a source after all.
      if (
        outermost(sentence, story.attributions).some(
          (other) => other.source && !other.relation.agentless && other.form !== 'attitude',
        )
      )
        continue;
      findings.push({
        sentence: sentence.index,
        start: item.cue.start,
        end: item.cue.end,
        message: `“${story.text.slice(item.cue.start, item.cue.end)}”: by whom?`,
        cause: `passive:${sentence.index}`,
        stake: stakeOf(sentence, true),
      });
    }
    for (const sentence of story.sentences) {
      const match = LEARNED.exec(sentence.text);
      const name = match?.[1];
      if (
        !match ||
        !name ||
        !(
          isOutlet(name) ||
          /^the \p{Lu}\S+$/iu.test(name) ||
          story.policy.houseNames.includes(name.replace(/^the /i, ''))
        )
      )
        continue;
      const start = sentence.start + match.index;
      findings.push({
        sentence: sentence.index,
        start,
        end: start + match[0].length,
        message: 'Learned from whom?',
        cause: `passive:${sentence.index}`,
        stake: stakeOf(sentence, true),
      });
    }
    return findings;
  },
};
