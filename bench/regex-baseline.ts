/** The yardstick: what a handful of regular expressions find. */
const SAID =
  'said|says|told|wrote|added|argued|claimed|announced|according to|asked|noted|warned|insisted|tweeted|explained|reported|suggested';

export function regexBaseline(article: {
  id: string;
  text: string;
  sentences: { start: number; end: number }[];
}) {
  const attributions: { source: number[][] | null; cue: number[][] | null; content: number[][] }[] = [];
  const cue = new RegExp(`\\b(?:${SAID})\\b`, 'i');
  for (const sentence of article.sentences) {
    const text = article.text.slice(sentence.start, sentence.end);
    const match = cue.exec(text);
    const quote = /[“"][^”"]{12,}[”"]?/.exec(text);
    if (!match && !quote) continue;
    const at = match ? match.index : -1;
    const source =
      at >= 0
        ? (/(?:\b(?:he|she|they)|(?:\p{Lu}[\p{L}.’'-]+\s?)+)\s*$/u.exec(text.slice(0, at)) ?? null)
        : null;
    const content = quote
      ? [quote.index, quote.index + quote[0].length]
      : at > text.length / 2
        ? [0, at]
        : [at + (match?.[0].length ?? 0), text.length];
    const [from = 0, to = text.length] = content;
    attributions.push({
      source: source
        ? [[sentence.start + source.index, sentence.start + source.index + source[0].trimEnd().length]]
        : null,
      cue: match ? [[sentence.start + at, sentence.start + at + match[0].length]] : null,
      content: [[sentence.start + from, sentence.start + to]],
    });
  }
  return { id: article.id, attributions };
}
