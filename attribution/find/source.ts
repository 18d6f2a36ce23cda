import { isAgentNoun } from '../lexicon/agents';
import type { Token } from '../tag/tagger';
import type { Phrase } from './phrases';
import type { CueClass } from './relation';

/** Verbs that things do as often as people: with these a common noun must be one for people or bodies. */
const INANIMATE = new Set(
  (
    'support raise share release address offer challenge signal issue promote highlight recall threaten promise demand require back echo compare charge ' +
    'continue appeal express rate rank list detail outline illustrate portray depict describe see know find expect seek mean hit knock target push attract ' +
    'reflect question attack reject minimize trumpet explain indicate convince persuade teach discourage name quote publish call ask reach confirm accept approve rule convict address press speak talk react respond want like need reveal clarify welcome embrace look sound vote post articulate'
  ).split(' '),
);

/** Can this noun phrase be the one who says, shows or holds it? */
export function sourceFits(
  tokens: readonly Token[],
  source: Phrase,
  klass: CueClass,
  lemma: string,
): boolean {
  const head = tokens[source.head];
  if (!head) return false;
  const lower = head.lower;
  if (/^(?:there|this|that|these|what|something|nothing|everything|anything)$/.test(lower)) return false;
  if (lower === 'it') {
    if (klass === 'speech')
      return (
        !/^(?:suggest|read|agree|hint|sign|state|swear|rule|pray|imply)$/.test(lemma) || lemma === 'state'
      );
    return (
      klass === 'act' &&
      !/^(?:appeal|interpret|rate|issue|raise|share|release|address|name|charge|challenge|outline|illustrate)$/.test(
        lemma,
      )
    );
  }
  if (head.pos === 'PRON' || head.pos === 'PROPN') return true;
  if (head.pos === 'NUM' || head.pos === 'SYM') return klass === 'speech';
  if (klass === 'speech' || klass === 'showing') return true;
  if (/^(?:who|whom)$/.test(tokens[source.to - 1]?.lower ?? '')) return true;
  return (
    isAgentNoun(lower) ||
    (head.pos === 'NOUN' &&
      !INANIMATE.has(lemma) &&
      !/(?:tion|ment|ness|ity|ism|ance|ence|age|ing|ure)s?$/.test(lower))
  );
}
