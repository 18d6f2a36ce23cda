import type { Rule } from '../rule';

export const verbLoaded: Rule = {
  id: 'verb.loaded',
  title: 'A verb that takes sides',
  severity: 'info',
  help: '“Claimed” doubts, “admitted” accuses, “refuted” says that it was proved. “Said” does not.',
  standard: 'AP Stylebook practice; BBC News style guide practice',
  fixes: ['said', 'reword'],
  fires: [
    { text: 'Tess Quillen claimed the ads were full of lies.' },
    { text: 'He admitted that no audit had been carried out.' },
  ],
  nearMisses: [
    { text: 'The Free Lusk Brigade has claimed responsibility for the blast.' },
    { text: 'Nolan Pruitt admitted one count of theft in court.' },
  ],
  test(story) {
    return story.attributions.flatMap((item) => {
      const sentence = story.sentences[item.sentence];
      const { relation } = item;
      if (
        !sentence ||
        !item.cue ||
        !item.source ||
        !/^(?:claim|admit|refute|confess)$/.test(relation.lemma) ||
        relation.class === 'noun'
      )
        return [];
      const after = story.text.slice(item.cue.end, item.cue.end + 30);
      if (
        /^\s+(?:responsibility|credit|victory|asylum|benefits|the (?:lives|title)|(?:\d+|one|two|three|four|five|six|several|a|the) (?:\p{L}+ )?(?:counts?|charges?|offen[cs]es?|murder)|guilt|murder|manslaughter|theft|assault|fraud|killing|stealing|liability|defeat)\b/iu.test(
          after,
        )
      )
        return [];
      const verb = story.text.slice(item.cue.start, item.cue.end);
      return [
        {
          sentence: sentence.index,
          start: item.cue.start,
          end: item.cue.end,
          message: `“${verb}” takes sides: would “said” do?`,
          cause: `loaded:${item.index}`,
        },
      ];
    });
  },
};
