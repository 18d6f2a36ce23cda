import type { SourceKind } from '../analysis';
import type { Phrase } from '../find/phrases';
import { documentNouns, vagueGroups } from '../lexicon/cues';
import { bodyNouns, isOutlet, newsNouns } from '../lexicon/outlets';
import { genderOfWord, isTitle, keptTitles, type Gender } from '../lexicon/titles';
import type { Token } from '../tag/tagger';

/** A run of proper nouns as written, with what its title says. */
export interface Name {
  /** Without common titles: "Arvo Stahl" in "Gen. Arvo Stahl"; "Sir Conrad Vane" keeps its own. */
  text: string;
  gender: Gender | null;
  titled: boolean;
  /** Token range. */
  from: number;
  to: number;
}

/** What a source phrase says of itself, before anything is known about the story. */
export interface Naming {
  /** The phrase without its article and apposition. */
  text: string;
  name: Name | null;
  kind: SourceKind;
  /** Main noun, in lower case: "spokesman" in "a spokesman for Lord Fenn, Joe Marsh". */
  head: string;
  gender: Gender | null;
  /** Index of a possessive pronoun that opens the phrase, or -1: "her lawyers". */
  owner: number;
  /** "the minister", "that company": somebody met before. */
  definite: boolean;
}

const UNNAMED =
  /\b(?:anonym\w*|unnamed|not to be (?:named|identified)|declined to be (?:named|identified)|familiar with|close to|briefed on|with (?:direct |first-?hand )?knowledge|insiders?)\b/i;
const REPORT =
  /^(?:reports?|article|story|piece|account|interview|newspaper|paper|broadcaster|agency|website|magazine|channel|network|station)$/;
/** Bare plurals of these name a trade or office that a reader can go and ask. */
const OFFICES =
  /^(?:police|prosecutors|detectives|investigators|firefighters|paramedics|deputies|lawyers|attorneys|authorities|organizers|organisers|regulators|auditors|councillors|lawmakers|spokespeople|doctors at|officers)$/;

export function namingOf(tokens: readonly Token[], phrase: Phrase, raw: string): Naming {
  const word = tokens[phrase.head]?.lower ?? '';
  const first = tokens[phrase.from];
  const name = nameAt(tokens, phrase) ?? appositionName(tokens, phrase);
  const text = raw.replace(/[,\s–—]+$/, '').replace(/^(?:the|a|an)\s+/i, '');
  const owner =
    first && /^(?:his|her|its|their)$/.test(first.lower) && phrase.to - phrase.from > 1 ? phrase.from : -1;
  const definite = first !== undefined && /^(?:the|this|that|these|those|both)$/.test(first.lower);
  const outlet = outletIn(tokens, phrase, word);
  if (outlet)
    return {
      text,
      name: { text: outlet, gender: null, titled: false, from: phrase.from, to: phrase.to },
      kind: 'outlet',
      head: word,
      gender: null,
      owner,
      definite,
    };
  return {
    text,
    name,
    kind: kindOf(tokens, phrase, word, name, raw),
    head: word,
    gender: name?.gender ?? genderOfWord(word),
    owner,
    definite,
  };
}

/** The newsroom named in "the New York Times report", "the broadcaster BNX", "the Meridian Wire agency", or null. */
function outletIn(tokens: readonly Token[], phrase: Phrase, head: string): string | null {
  const report = REPORT.test(head);
  const apposed =
    phrase.to - phrase.from > 1 &&
    tokens
      .slice(phrase.from, phrase.to)
      .some((token) =>
        /^(?:broadcaster|newspaper|magazine|newswire|outlet|tabloid|daily|weekly)$/.test(token.lower),
      );
  const agency = head === 'agency' || head === 'website' || head === 'network' || head === 'channel';
  if (!report && !apposed) return null;
  const capital = (index: number) =>
    /^\p{Lu}/u.test(tokens[index]?.text ?? '') &&
    tokens[index]?.lower !== 'the' &&
    tokens[index]?.lower !== 'a' &&
    tokens[index]?.lower !== 'an';
  for (let from = phrase.from; from < phrase.to; from += 1) {
    if (!capital(from)) continue;
    let to = from;
    while (to < phrase.to && (capital(to) || tokens[to]?.text === '-')) to += 1;
    const words = tokens.slice(from, to).map((token) => token.text);
    for (let length = words.length; length > 0; length -= 1) {
      const name = words.slice(0, length).join(' ');
      if (isOutlet(name)) return name;
    }
    if (apposed && !agency) return words.join(' ');
    from = to;
  }
  return null;
}

/** The run of proper nouns around the head: null for "the Karsov health ministry". */
function nameAt(tokens: readonly Token[], phrase: Phrase): Name | null {
  if (tokens[phrase.head]?.pos !== 'PROPN') return null;
  let from = phrase.head;
  while (from > phrase.from && joins(tokens, from - 1)) from -= 1;
  return nameRun(tokens, from, phrase.to);
}

/** "His wife, Renee Atwater, said"; "a spokesman, Joe Marsh". */
function appositionName(tokens: readonly Token[], phrase: Phrase): Name | null {
  for (let index = phrase.head + 1; index < phrase.to - 1; index += 1) {
    if (tokens[index]?.text !== ',') continue;
    const next = tokens[index + 1];
    if (next?.pos !== 'PROPN') return null;
    const name = nameRun(tokens, index + 1, phrase.to);
    // "the ministry, Reuters-style": only a name of a person or of two words is an apposition.
    return name && (name.titled || name.text.includes(' ')) ? name : null;
  }
  return null;
}

function joins(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const right = tokens[at + 1];
  if (!token || !right) return false;
  if (token.pos === 'PROPN') return true;
  if (token.text === '-' || token.text === '.') return token.end === right.start || token.text === '.';
  if (isTitle(token.text) && /^\p{Lu}/u.test(token.text)) return true;
  return (
    /^(?:of|de|van|von|der|den|la|al|el|bin|ibn|da|di|du|&)$/.test(token.lower) &&
    /^\p{Lu}/u.test(right.text) &&
    tokens[at - 1]?.pos === 'PROPN' &&
    token.lower !== 'of'
  );
}

/** Reads a name from token `from`, over titles, as far as proper nouns go. */
export function nameRun(tokens: readonly Token[], from: number, limit: number): Name | null {
  let gender: Gender | null = null;
  let titled = false;
  let start = from;
  for (;;) {
    const token = tokens[start];
    if (!token || start >= limit) return null;
    if (token.text === '.' || token.text === '-' || token.text === '&') {
      start += 1;
      continue;
    }
    if (
      isTitle(token.text) &&
      start + 1 < limit &&
      (tokens[start + 1]?.pos === 'PROPN' ||
        tokens[start + 1]?.text === '.' ||
        isTitle(tokens[start + 1]?.text ?? '')) &&
      !keptTitles.has(token.lower)
    ) {
      gender ??= genderOfWord(token.lower.replace(/\.$/, ''));
      titled = true;
      start += 1;
      continue;
    }
    break;
  }
  let to = start;
  while (
    to < limit &&
    (tokens[to]?.pos === 'PROPN' ||
      (to > start && joins(tokens, to) && tokens[to + 1]?.pos === 'PROPN' && to + 1 < limit))
  )
    to += 1;
  const first = tokens[start];
  if (to === start || !first) return null;
  if (keptTitles.has(first.lower)) {
    gender ??= genderOfWord(first.lower);
    titled = true;
  }
  let text = '';
  for (let index = start; index < to; index += 1) {
    const token = tokens[index];
    const before = tokens[index - 1];
    if (token) text += index > start && before && before.end < token.start ? ` ${token.text}` : token.text;
  }
  return { text, gender, titled, from: start, to };
}

function kindOf(
  tokens: readonly Token[],
  phrase: Phrase,
  head: string,
  name: Name | null,
  raw: string,
): SourceKind {
  if (UNNAMED.test(raw) && name === null) return /^(?:insiders?)$/i.test(raw.trim()) ? 'vague' : 'anonymous';
  const document = documentNouns.has(head);
  if (/\b(?:reporter|correspondent)\b/.test(head))
    return /^(?:a|our|this|the)\b/i.test(raw) ? 'own-observation' : 'person';
  if (document && tokens[phrase.head]?.pos !== 'PROPN')
    return unnamedDocument(tokens, phrase, head) ? 'vague' : 'document';
  if (newsNouns.has(head) || (name && isOutlet(name.text))) return 'outlet';
  if (bodyNouns.has(head)) return 'organization';
  if (name !== null) {
    const words = name.text.split(' ');
    if (
      !name.titled &&
      (/^[A-Z]{2,6}$/.test(name.text) || words.some((item) => bodyNouns.has(item.toLowerCase())))
    )
      return 'organization';
    return 'person';
  }
  if (vagueGroups.has(head) && !OFFICES.test(head)) return isBare(tokens, phrase) ? 'vague' : 'anonymous';
  return 'person';
}

/** "Experts", "some officials", "critics of the governor": nothing in the phrase says who they are. */
function isBare(tokens: readonly Token[], phrase: Phrase): boolean {
  const head = tokens[phrase.head]?.lower ?? '';
  const partisan =
    /^(?:critics|supporters|opponents|allies|some|many|others|several|people|detractors|most)$/.test(head);
  for (let index = phrase.from; index < phrase.to; index += 1) {
    const token = tokens[index];
    if (!token || index === phrase.head) continue;
    if (token.pos === 'DET' && /^(?:some|many|several|most|these|those|other|the|a|an)$/.test(token.lower))
      continue;
    if (partisan && (token.pos !== 'NUM' || index > phrase.head)) continue;
    if (
      /^(?:many|several|some|most|other|leading|top|senior|unnamed|local|health|legal|political|industry|medical|security|military|government|western|one|two|three|four|multiple|various|nine|ten|in|10|out|of)$/.test(
        token.lower,
      )
    )
      continue;
    return false;
  }
  return true;
}

/** "Studies", "research", "a new poll", "reports": documents that no reader could find. */
function unnamedDocument(tokens: readonly Token[], phrase: Phrase, head: string): boolean {
  if (
    !/^(?:study|studies|research|poll|polls|survey|surveys|report|reports|data|evidence|figures|statistics)$/.test(
      head,
    )
  )
    return false;
  if (tokens[phrase.from]?.lower === 'the') return false;
  for (let index = phrase.from; index < phrase.to; index += 1) {
    const token = tokens[index];
    if (!token || index === phrase.head) continue;
    if (token.pos === 'PROPN' || token.pos === 'NUM' || token.lower === "'s" || token.pos === 'PRON')
      return false;
    if (token.pos === 'ADP' && index > phrase.head) return false;
  }
  return true;
}
