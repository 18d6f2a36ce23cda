import type { Span } from '../analysis';
import type { Token } from '../tag/tagger';
import { hasVerb } from './clause';
import { isDash } from './phrases';
import type { BlockFacts, BlockSentence, Relation } from './relation';

/** Tokens [from, to) as a span without the commas, colons and dashes at its edges; null where no word is left. */
export function spanOf(facts: BlockFacts, from: number, to: number): Span | null {
  let first = from;
  let last = to - 1;
  const { tokens } = facts;
  while (first <= last && tokens[first] && /^[,;:.)\]–—-]$/.test(tokens[first]?.text ?? '')) first += 1;
  while (last >= first && tokens[last] && /^[,;:(–—-]$/.test(tokens[last]?.text ?? '')) last -= 1;
  const opening = tokens[first];
  const closing = tokens[last];
  if (!opening || !closing || first > last) return null;
  for (let index = first; index <= last; index += 1) {
    if (tokens[index]?.pos !== 'PUNCT') return { start: opening.start, end: closing.end };
  }
  return null;
}

/** Direct when all of the words are quoted, mixed when some are, else indirect. */
export function formOf(facts: BlockFacts, content: readonly Span[]): 'direct' | 'mixed' | 'indirect' {
  let inside = 0;
  let outside = 0;
  const { tokens, quoted } = facts;
  for (const span of content) {
    for (let index = tokenAt(tokens, span.start); index < tokens.length; index += 1) {
      const token = tokens[index];
      if (!token || token.end > span.end) break;
      if (token.pos === 'PUNCT') continue;
      if ((quoted[index] ?? -1) >= 0) inside += 1;
      else outside += 1;
    }
  }
  if (inside === 0) return 'indirect';
  return outside <= 1 ? 'direct' : 'mixed';
}

/** Index of the first token that starts at or after an offset. */
export function tokenAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function anyQuoted(facts: BlockFacts, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if ((facts.quoted[index] ?? -1) >= 0) return true;
  return false;
}

/**
 * What stands before a tail ("…, she said"): from the sentence's start, or from where the quotation in it began. Null
 * for a mere adverbial: "On Tuesday, Smith said".
 */
export function contentBefore(
  facts: BlockFacts,
  sentence: BlockSentence,
  edge: number,
  last: Relation | null,
): Span[] | null {
  const { tokens, quoted, quotes } = facts;
  let from = sentence.from;
  if (last && last.place === 'after' && last.at < edge) {
    // "Smith said A; B, Jones said": a semicolon starts anew.
    for (let index = edge - 2; index > last.at; index -= 1) {
      if (tokens[index]?.text === ';') {
        from = index + 1;
        break;
      }
    }
  }
  if (tokens[from]?.pos === 'CCONJ') from += 1;
  // "DAYTON, Ohio, Oct 23 (Tallmark News) - …": the dateline is nobody's words.
  from = afterDateline(tokens, from, edge);
  const span = spanOf(facts, from, edge);
  if (!span) return null;
  let lastWord = edge - 1;
  while (lastWord > from && tokens[lastWord]?.pos === 'PUNCT' && (quoted[lastWord] ?? -1) < 0) lastWord -= 1;
  const quote = quotes[quoted[lastWord] ?? -1];
  if (quote) {
    if (quote.start < span.start) return [{ start: quote.start, end: span.end }];
    return [span];
  }
  if (edge - from < 10 && !hasVerb(tokens, from, edge) && opensAsAdverbial(tokens, from)) return null;
  // "When asked whether …, she said": a fronted clause that ends in the comma before the speaker.
  if (
    /^(?:when|while|after|before|asked|speaking|if|as|although|though|because|since|once|until|in|at|on|during|with|by|for|from|to|following|despite|under|without|instead|like|given|according)$/.test(
      tokens[from]?.lower ?? '',
    )
  ) {
    const commas = tokens
      .slice(from, edge - 1)
      .filter((token, index) => token.text === ',' && (quoted[from + index] ?? -1) < 0).length;
    // "After she stopped racing she set up a school, Frayne said" holds a main clause of its own; "in Ohio" does not.
    const verbs = finiteVerbs(tokens, from, edge);
    const clause =
      tokens[from]?.pos === 'ADP' ||
      /^(?:in|at|on|during|with|by|for|from|to|despite|under|without|given)$/.test(tokens[from]?.lower ?? '')
        ? 1
        : 2;
    if (
      commas === 0 &&
      (verbs < clause ||
        /^(?:asked|speaking|given|following)$/.test(tokens[from]?.lower ?? '') ||
        tokens[from + 1]?.lower === 'asked')
    )
      return null;
  }
  return [span];
}

function finiteVerbs(tokens: readonly Token[], from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index += 1) {
    const token = tokens[index];
    if (
      !token ||
      (token.pos !== 'VERB' && token.pos !== 'AUX') ||
      /ing$/.test(token.lower) ||
      tokens[index - 1]?.lower === 'to'
    )
      continue;
    if (tokens[index - 1]?.pos !== 'AUX') count += 1;
  }
  return count;
}

function afterDateline(tokens: readonly Token[], from: number, edge: number): number {
  const first = tokens[from];
  if (!first || !/^\p{Lu}{2,}/u.test(first.text)) return from;
  for (let index = from + 1; index < Math.min(edge, from + 16); index += 1) {
    const token = tokens[index];
    if (isDash(token) || (token?.text === '-' && (tokens[index - 1]?.end ?? 0) < token.start))
      return index + 1;
    if (token && token.pos === 'VERB') return from;
  }
  return from;
}

function opensAsAdverbial(tokens: readonly Token[], from: number): boolean {
  const first = tokens[from];
  return (
    first !== undefined &&
    (first.pos === 'ADP' ||
      first.pos === 'ADV' ||
      first.pos === 'SCONJ' ||
      first.pos === 'CCONJ' ||
      first.pos === 'INTJ' ||
      /^(?:last|this|earlier|later|that|yesterday|today|still|yet|so|asked|speaking|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/.test(
        first.lower,
      ))
  );
}
