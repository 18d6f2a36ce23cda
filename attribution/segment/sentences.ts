import type { Span } from '../analysis';

/** Abbreviations after which a sentence never ends: a title before a name, "No. 5", "Sen. Smith". */
const NEVER_ENDS = new Set(
  (
    'mr mrs ms messrs dr gen rep reps sen sens gov govs lt col sgt capt cpl maj adm rev hon pres prof st mt ft ' +
    'cmdr brig det insp supt pvt sec amb atty asst supt vs no nos fr br sr. pfc spc cllr dep dir e.g i.e cf viz'
  ).split(' '),
);
/** Abbreviations that may end a sentence: only what follows can tell. */
const MAY_END = new Set(
  (
    'jr sr inc corp co ltd bros plc u.s u.k u.n e.u d.c a.m p.m etc ave blvd rd jan feb mar apr jun jul aug sept sep ' +
    'oct nov dec ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev ' +
    'okla ore pa tenn tex vt va wash wis wyo ph.d m.d b.a m.a j.d ed al'
  ).split(' '),
);
/** Words that open sentences far oftener than they follow an abbreviation. */
const OPENERS = new Set(
  (
    'the a an he she it they we i you this that these those there his her its their our my but and or so yet in on ' +
    'at by for from with as if when while after before since because although though however meanwhile still what ' +
    'who why how where which some many most all both each no not one two three several another last'
  ).split(' '),
);
const SAID =
  /^\s*(?:\p{L}[\p{L}.'’-]*\s+){0,5}(?:said|says|asked|asks|told|wrote|writes|added|adds|replied|cried|shouted|tweeted|exclaimed|yelled)\b/u;
/** “… end.” Mara Lindqvist said. */
const NAME_SAID = /^\s*(?:\p{Lu}[\p{L}.’'-]*\s+){1,4}(?:said|says|added|wrote|told \p{L}+)[.,;]/u;
const SAID_LOWER = /^\s*\p{Ll}/u;

/** Sentences of a block as spans without outer white space. Never splits inside a number, an initial or a title. */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const close = (to: number) => {
    let start = from;
    let end = to;
    while (start < end && /\s/.test(text.charAt(start))) start += 1;
    while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1;
    if (end > start && /[\p{L}\p{N}]/u.test(text.slice(start, end))) spans.push({ start, end });
    else if (end > start) {
      const last = spans.at(-1);
      if (last && !/\n/.test(text.slice(last.end, start))) last.end = end;
    }
    from = to;
  };
  for (const match of text.matchAll(/(?:[.!?…]+["”’'»)\]*]*|\n)/g)) {
    const at = match.index;
    const to = at + match[0].length;
    if (at < from) continue;
    if (match[0] === '\n') {
      if (lineEnds(text, from, at)) close(to);
    } else if (endsHere(text, at, to, match[0])) close(to);
  }
  close(text.length);
  return spans;
}

/** A hard break inside a block: a sentence goes over it only when the next line goes on in lower case. */
function lineEnds(text: string, from: number, at: number): boolean {
  if (at - from < 1) return true;
  return !/^\s*[\p{Ll}]/u.test(text.slice(at + 1, at + 12));
}

function endsHere(text: string, at: number, to: number, mark: string): boolean {
  const next = text.slice(to, to + 90);
  if (next === '') return true;
  const spaced = /^\s/.test(next);
  const word = /^[\s]*["“‘'([]*([\p{L}\p{N}$£€#@•–—-][^\s]*)/u.exec(next)?.[1] ?? '';
  const quoted = /["”’'»]$/.test(mark) && mark.length > 1;
  if (!spaced) {
    // "…said.The council" or "said.”The": a missing space, unless it is a web address or an abbreviation.
    if (!/^["“‘]?\p{Lu}\p{Ll}/u.test(next)) return false;
    return (
      mark.startsWith('.') &&
      /\p{Ll}{2}$|["”’]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
      !/^\S*[.@/]\S*\p{L}/u.test(next.split(/\s/)[0] ?? '')
    );
  }
  if (/^\p{Ll}/u.test(word)) return false;
  if (quoted && NAME_SAID.test(next)) return false;
  if (quoted && /[!?…,]/.test(mark.charAt(0)) && SAID.test(next) && !/^\s*["“‘]/.test(next)) return false;
  if (mark.startsWith('.') && !quoted && mark.replace(/["”’'»)\]*]/g, '').length === 1)
    return dotEnds(text, at, next, word);
  if (/^[.…]{2,}|^…/.test(mark) && !quoted) return /^\p{Lu}|^["“‘]/u.test(word);
  if (/^[!?]/.test(mark) && SAID_LOWER.test(next)) return false;
  return true;
}

function dotEnds(text: string, at: number, next: string, word: string): boolean {
  const before = /[\p{L}\p{N}.&'’-]+$/u.exec(text.slice(Math.max(0, at - 24), at))?.[0] ?? '';
  const key = before.toLowerCase().replace(/^['’]/, '');
  const bare = word
    .toLowerCase()
    .replace(/[^\p{L}'’]/gu, '')
    .replace(/['’]\p{L}+$/u, '');
  if (key === 'no' || key === 'nos') return !/^\s*\d/.test(next);
  if (key === 'art' || key === 'fig' || key === 'p' || key === 'pp') return !/^\s*\d/.test(next);
  if (NEVER_ENDS.has(key)) return false;
  if (/^\p{Lu}$/u.test(before)) {
    // An initial ("Ray T. Ostrander"), or a sentence that ends in a letter ("plan B. The").
    return OPENERS.has(bare) && bare !== 'i' && !/^a$/i.test(before);
  }
  if (MAY_END.has(key) || /^(?:\p{L}\.)+\p{L}$/u.test(before)) {
    return OPENERS.has(bare) || /^\s*["“‘]/.test(next);
  }
  return true;
}
