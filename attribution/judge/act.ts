import type { StorySentence } from '../story';

/** Background by its own words: history, biography, schedule, procedure. */
const BACKGROUND =
  /\b(?:in (?:1\d|20)\d\d|since (?:1\d|20)\d\d|(?:was|were) (?:born|founded|built|established|created|launched|elected|appointed|named|educated|married|raised)|years? ago|decades? ago|for (?:\p{L}+ )?(?:years|decades)|grew up|graduated|is (?:set|due|scheduled|expected) (?:to|for)|are (?:set|due|scheduled|expected)|will (?:be held|take place|begin|start|open|resume)|is survived by|long|once|always|usually|often|typically|traditionally|historically|at the time|career|former)\b/iu;
const RECENT =
  /\b(?:on (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?: (?:morning|night|evening|afternoon))?|yesterday|today|tonight|this (?:week|morning|month|afternoon)|last (?:week|month|night|weekend)|earlier this|in recent (?:days|weeks)|since (?:dawn|\p{Lu}\p{Ll}+day)|overnight)\b/u;
const NEVER = /\b(?:never|no one|nobody|(?:has|have|had) not|hasn[’']t|haven[’']t|told nobody)\b/i;
const VISIBLE =
  /\b(?:courts?|judge|jury|trial|parliament|congress|senate|council (?:voted|approved)|voted|vote|sentenced|convicted|elected|inaugurated|shares|stocks?|index|markets?|scored|won|lost|beat|drew|defeated|played|match|game|season|concert|premiere|album|film|hearing|committee|rally|debate|election|primary|caucus(?:es)?|nomination|convention|campaign(?:ed|ing)?|spoke|speech|appeared|signed|launched)\b/i;

/**
 * Does the sentence tell an act of a named party? `new`: recent, or said to be the case up to now; `act`: an act
 * without a sign of when; `none`: a state, background, or something that happens in public and can be seen by all.
 */
export function actOf(sentence: StorySentence): 'new' | 'act' | 'none' {
  const { tokens, text } = sentence;
  let named = false;
  let verb = -1;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) continue;
    if (token.pos === 'PROPN' || (token.pos === 'PRON' && /^(?:he|she|they)$/.test(token.lower)))
      named = true;
    if (token.pos === 'VERB' && !/ing$/.test(token.lower)) {
      verb = index;
      break;
    }
    if (token.pos === 'VERB' && tokens[index - 1]?.pos === 'AUX') {
      verb = index;
      break;
    }
  }
  if (!named || verb < 0) return 'none';
  const before = tokens[verb - 1];
  const perfect = tokens
    .slice(Math.max(0, verb - 4), verb)
    .some((token) => /^(?:has|have|'ve)$/.test(token.lower));
  const passive = tokens
    .slice(Math.max(0, verb - 3), verb)
    .some((token) => /^(?:is|are|was|were|be|been|being)$/.test(token.lower));
  const past =
    /(?:ed|told|gave|took|met|went|sent|left|held|cut|ran|sold|bought|fled|struck|shot|fell|broke|flew|hit|led|made|paid|put|shut|sought|spent|knew|got|began|brought|chose|drove|learnt|wrote|thought|found|stood)$/.test(
      tokens[verb]?.lower ?? '',
    );
  if (!perfect && !past) return 'none';
  if (before?.pos === 'AUX' && /^(?:will|would|could|can|may|might|should|must)$/.test(before.lower))
    return 'none';
  if (BACKGROUND.test(text) && !NEVER.test(text)) return 'none';
  if (VISIBLE.test(text) && sentence.graf > 1) return 'none';
  if (NEVER.test(text) || (perfect && !passive)) return 'new';
  if (RECENT.test(text) && !passive) return 'new';
  return 'act';
}
