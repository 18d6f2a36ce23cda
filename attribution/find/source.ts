import { isAgentNoun } from '../lexicon/agents';
import type { Token } from '../tag/tagger';
import type { Phrase } from './phrases';
import type { CueClass } from './relation';

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
  return isAgentNoun(lower);
}
