import type { Span } from '../analysis';

/** A stretch in quotation marks; the span includes the marks. `open`: it is not closed in this block. */
export interface Quote extends Span {
  mark: 'double' | 'single';
  open: boolean;
  words: number;
}

interface Mark {
  at: number;
  mark: 'double' | 'single';
  opens: boolean;
  closes: boolean;
  /** The mark stands after a comma or full stop, so it closes for certain. */
  sure: boolean;
}

const ELIDED = /^(?:tis|twas|em|til|cause|bout|n|round|\d\ds?)\b/i;

/**
 * Outermost quotations of a block. Curly and straight marks, double and British single ones; apostrophes are told
 * apart by what stands around them. A quote may stay open to the end of the block: writers repeat the opening mark at
 * each paragraph and close once. Linear in the number of marks.
 */
export function quotesOf(text: string): Quote[] {
  const marks = marksOf(text);
  const closeAfter = closersAfter(marks);
  const quotes: Quote[] = [];
  let open: Mark | undefined;
  for (let index = 0; index < marks.length; index += 1) {
    const mark = marks[index];
    if (!mark) continue;
    if (!open) {
      if (!mark.opens) continue;
      const first = text.slice(0, mark.at).trim() === '' && mark.at < 8;
      // Unclosed in this block: only at its start, or where a quote of the same kind goes on after a full stop.
      const goesOn =
        quotes.at(-1)?.mark === 'single' && /[.!?]\s$/.test(text.slice(Math.max(0, mark.at - 2), mark.at));
      if (mark.mark === 'single' && !first && !goesOn && !closeAfter[index]) continue;
      open = mark;
      continue;
    }
    if (mark.mark !== open.mark) continue;
    if (mark.closes) {
      if (mark.mark === 'single' && !mark.sure && possessive(text, mark.at) && closeAfter[index]) continue;
      quotes.push(quote(text, open, mark.at + (text.startsWith("''", mark.at) ? 2 : 1), false));
      open = undefined;
    } else if (mark.opens && /\n/.test(text.slice(open.at, mark.at).slice(-3))) {
      // A repeated opener on a new line: the same speech goes on.
      quotes.push(quote(text, open, mark.at, true));
      open = mark;
    }
  }
  if (open) quotes.push(quote(text, open, text.length, true));
  return quotes;
}

function quote(text: string, open: Mark, end: number, unclosed: boolean): Quote {
  const words = text.slice(open.at, end).match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
  return { start: open.at, end, mark: open.mark, open: unclosed, words };
}

function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(/''|["“”„«»‘’']/g)) {
    const at = match.index;
    const mark = match[0];
    const before = text.charAt(at - 1);
    const after = text.charAt(at + mark.length);
    const spaceBefore = before === '' || /[\s([{—–\-/“"‘'…:]/.test(before);
    const letterAfter = /[\p{L}\p{N}$£€#@[(…“"‘'.]/u.test(after);
    const sure = /[.,!?;…]/.test(before);
    if (mark === '“' || mark === '„' || mark === '«') {
      // “Not so,“ he said: an opening mark where only a closing one can stand.
      const closes = mark === '“' && sure && !letterAfter;
      marks.push({ at, mark: 'double', opens: !closes, closes, sure });
    } else if (mark === '”' || mark === '»')
      marks.push({ at, mark: 'double', opens: false, closes: true, sure });
    else if (mark === '"' || mark === "''")
      marks.push({ at, mark: 'double', opens: letterAfter, closes: true, sure });
    else {
      const inWord = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
      if (inWord) continue;
      const elided = ELIDED.test(text.slice(at + 1, at + 9));
      const opens = mark !== '’' && spaceBefore && letterAfter && !elided;
      const closes = mark !== '‘' && before !== '' && !/[\s([{]/.test(before) && !/[\p{L}\p{N}]/u.test(after);
      if (opens || closes) marks.push({ at, mark: 'single', opens, closes, sure });
    }
  }
  return marks;
}

/** For each mark: does a closer of single quotes come before the next one that can only open? */
function closersAfter(marks: readonly Mark[]): boolean[] {
  const found: boolean[] = [];
  let closer = false;
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    found[index] = closer;
    if (mark?.mark !== 'single') continue;
    if (mark.closes) closer = true;
    else if (mark.opens) closer = false;
  }
  return found;
}

/** "the estates’ money": a plural possessive looks like a closing mark. */
function possessive(text: string, at: number): boolean {
  return /[sS]/.test(text.charAt(at - 1)) && /^\s\p{Ll}/u.test(text.slice(at + 1, at + 3));
}
