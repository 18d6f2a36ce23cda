import type { Story, StorySentence } from '../story';

const CONTENT = new Set(['NOUN', 'PROPN', 'VERB', 'NUM', 'ADJ']);

/**
 * The attributed sentence further down that states the same fact as this one, or null: delayed attribution. The same
 * fact: most of the shorter one's content words are in the other, among them its verb or a figure.
 */
export function sameStory(story: Story, sentence: StorySentence): StorySentence | null {
  const mine = wordsOf(sentence);
  if (mine.size < 3) return null;
  for (let index = sentence.index + 1; index < story.sentences.length; index += 1) {
    const other = story.sentences[index];
    if (!other || other.graf === 0 || !other.attributed) continue;
    if (other.graf > 14) break;
    const theirs = wordsOf(other);
    let shared = 0;
    for (const word of mine) if (theirs.has(word)) shared += 1;
    if (
      shared >= Math.min(3, Math.min(mine.size, theirs.size) - 1) &&
      shared / Math.min(mine.size, theirs.size) >= 0.55
    )
      return other;
  }
  return null;
}

function wordsOf(sentence: StorySentence): Set<string> {
  const words = new Set<string>();
  for (const token of sentence.tokens) {
    if (
      CONTENT.has(token.pos) &&
      token.lower.length > 2 &&
      !/^(?:say|said|have|has|will|would|make|year|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/.test(
        token.lemma,
      )
    )
      words.add(token.lemma.toLowerCase());
  }
  return words;
}
