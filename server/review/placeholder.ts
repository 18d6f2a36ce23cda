/** Something that was never meant to be printed, with its place in the text. */
export type Placeholder = { start: number; end: number; severity: 'block' | 'warn'; text: string };

/**
 * Finds placeholders: what a desk leaves for itself and must not reach a reader. `TKTK`, `[check]`, lorem ipsum and a lone TK block;
 * `XX`, `XXX`, `???` and a TK before a name warn (TK Maxx is a shop, Super Bowl XXX was played, XX is a chromosome). `CQ` right
 * after the words ("checked, is as it should be") clears them, and so do quotation marks around a run of question marks.
 */
export function findPlaceholders(text: string): Placeholder[] {
  const found: Placeholder[] = [];
  const scan = (
    pattern: RegExp,
    severity: Placeholder['severity'],
    keep: (at: number, word: string) => boolean = () => true,
  ) => {
    for (const match of text.matchAll(pattern)) {
      const [word] = match;
      if (isCleared(text, match.index + word.length) || !keep(match.index, word)) continue;
      if (found.some((f) => match.index < f.end && f.start < match.index + word.length)) continue;
      found.push({ start: match.index, end: match.index + word.length, severity, text: word });
    }
  };
  scan(/\bTKTK(?:TK)*\b/gi, 'block');
  scan(/\[\s*(?:check|tk|to check|verify|source\??|cq\?)[^\]\n]{0,80}\]/gi, 'block');
  scan(/\blorem ipsum\b/gi, 'block');
  scan(
    /(?<![\p{L}\p{N}])TK(?![\p{L}\p{N}])/gu,
    'block',
    (at, word) => !/^\s+\p{Lu}/u.test(text.slice(at + word.length)),
  );
  scan(
    /(?<![\p{L}\p{N}])TK(?=\s+\p{Lu})/gu,
    'warn',
    (at, word) => !/^\s+Maxx\b/i.test(text.slice(at + word.length)),
  );
  scan(/(?<![\p{L}\p{N}])X{2,3}(?![\p{L}\p{N}])/gu, 'warn', (at, word) => !isRealX(text, at, word));
  scan(
    /\?{3,}/g,
    'warn',
    (at, word) => !/["“'‘]\s*$/.test(text.slice(0, at)) || !/^\s*["”'’]/.test(text.slice(at + word.length)),
  );
  return found.sort((a, b) => a.start - b.start);
}

const isCleared = (text: string, end: number) => /^\s*[[(]?CQ\b/.test(text.slice(end, end + 8));

/** Roman numerals after a name ("Super Bowl XXX", "Chapter XX") and chromosomes are no placeholders. */
function isRealX(text: string, at: number, word: string): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  const after = text.slice(at + word.length, at + word.length + 20);
  if (/^\s+(?:chromosome|karyotype|century)/i.test(after)) return true;
  return /(?:Super Bowl|WrestleMania|Olympiad|Chapter|Volume|Part|Act|Louis|Pope \p{L}+|Title|Article|Psalm)\s+$/iu.test(
    before,
  );
}
