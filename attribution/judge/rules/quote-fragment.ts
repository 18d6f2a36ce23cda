import type { Finding, Rule } from '../rule';

export const quoteFragment: Rule = {
  id: 'quote.fragment',
  title: 'A word in quotation marks',
  severity: 'info',
  help: 'One or two quoted words tell little of what was said and can read as doubt. Quote the sentence, or drop the marks.',
  standard: 'AP News Values (quotations)',
  fixes: ['unquote', 'full-quote'],
  fires: [
    { text: 'Dev Rathbone called the move “vandalism”.' },
    { text: 'Ms Lund had told a meeting the losses were “within tolerance”.' },
  ],
  nearMisses: [
    { text: 'Dev Rathbone called the move “an act of vandalism against children”.' },
    { text: '“No,” she said.' },
  ],
  test(story) {
    const findings: Finding[] = [];
    let at = 0;
    for (const block of story.blocks) {
      for (const quote of block.facts.quotes) {
        if (quote.words > 2 || quote.words < 1 || quote.open) continue;
        const start = block.start + quote.start;
        const end = block.start + quote.end;
        while (at < story.sentences.length && (story.sentences[at]?.end ?? 0) <= start) at += 1;
        const sentence = story.sentences[at];
        if (!sentence || start <= sentence.start || sentence.by.length === 0 || sentence.graf === 0) continue;
        findings.push({
          sentence: sentence.index,
          start,
          end,
          message: 'Only a word or two is quoted.',
          cause: `fragment:${start - sentence.start}.${sentence.index}`,
        });
      }
    }
    return findings;
  },
};
