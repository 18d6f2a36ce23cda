import type { Finding, Rule } from '../rule';
import { stakeOf } from '../risk';

export const studyUnnamed: Rule = {
  id: 'study.unnamed',
  title: 'Which study?',
  severity: 'warn',
  help: '“Studies show” cannot be looked up. Name who did the study, when, and where it appeared.',
  standard: 'BBC Editorial Guidelines 3 (statistics and risk); SPJ Code',
  fixes: ['study-card', 'link-source'],
  fires: [
    { text: 'Studies show that long naps can do more harm than good.' },
    { text: 'Research has found that people who nap are more likely to develop diabetes.' },
  ],
  nearMisses: [
    { text: 'A 2018 trial by the Norden Heart Institute found no benefit.' },
    { text: 'The study found that napping helps.' },
  ],
  test(story) {
    const findings: Finding[] = [];
    for (const item of story.attributions) {
      const sentence = story.sentences[item.sentence];
      if (!sentence || !item.source || item.sourceKind !== 'vague') continue;
      const words = story.text.slice(item.source.start, item.source.end);
      if (!/\b(?:study|studies|research|evidence|data)$/i.test(words)) continue;
      findings.push({
        sentence: sentence.index,
        start: item.source.start,
        end: item.source.end,
        message: `“${words}”: whose, and where can it be read?`,
        cause: `study:${sentence.index}`,
        stake: stakeOf(sentence, true),
      });
    }
    return findings;
  },
};
