import type { Stake } from '../analysis';
import type { StorySentence } from '../story';

/** Words of wrongdoing, as verbs and nouns of harm, deceit and crime. */
const WRONG =
  /\b(?:stole|stolen|steal(?:s|ing)?|embezzl\w+|divert(?:ed|ing|s)|defraud\w*|fraud\w*|brib(?:e|ed|es|ery|ing)|kickbacks?|launder(?:ed|ing|s)|smuggl\w+|extort\w*|blackmail\w*|forg(?:ed|ery|ing)|falsif\w+|rigg(?:ed|ing)|cheat(?:ed|ing|s)?|corrupt(?:ion|ly)?|loot(?:ed|ing)|pocket(?:ed|ing)|siphon\w*|misus(?:e|ed|ing)|misappropriat\w+|cover(?:ed|ing)? (?:it |this |that |them )?up|cover-up|hid(?:es|den)?|conceal(?:ed|ing|s)?|lied|lying|perjur\w+|murder(?:ed|s|ing|er)?|kill(?:ed|ing|s)? (?:prisoners|civilians|his|her)|execut(?:ed|ing|es) (?:\p{L}+ )?(?:prisoners|civilians|captives|hostages)|execut(?:ed|ing) (?:prisoners|civilians)|rap(?:ed|ing|ist)|assault(?:ed|ing|s)?|abus(?:ed|ing|er)|molest\w+|harass(?:ed|ing|ment|es)|grop(?:ed|ing)|tortur\w+|massacr\w+|beat(?:en)? (?:his|her|up)|stabb(?:ed|ing)|threaten(?:ed|ing) to kill|ran (?:a|an) (?:\p{L}+ )?(?:ring|racket|scam|scheme|cartel)|traffick\w+|evad(?:ed|ing) tax\w*|tax evasion|insider trading|plagiari[sz]\w+|sabotag\w+|negligen\w+|tampered|destroyed (?:evidence|documents|records)|poison(?:ed|ing)|swindl\w+|scamm?(?:ed|ing|s)|money.laundering|war crimes?|ethnic cleansing|spied|spying|leaked classified|drunk.driving|hush money|price.fixing|colluded|collusion|doctored|backdat\w+|overbill\w*|double.bill\w*|dump(?:ed|ing) (?:\p{L}+ )?(?:waste|sewage|chemicals))\b/iu;
/** Proceedings and police acts: the wrong is named, but as somebody's record, not as our fact. */
const PROCEEDING =
  /\b(?:charged? with|charges? of|on charges|arrest(?:ed)? (?:on suspicion|for|over|in connection)|convicted|sentenced|pleaded|pled|indicted|acquitted|found guilty|jury|trial|was (?:cleared|found)|court (?:heard|was told)|jailed|on suspicion of|denie[sd]|accused of|faces? (?:charges|trial))\b/i;
const NAMED = /\p{Lu}[\p{L}’'-]+/gu;

const MONEY = /(?:[$£€¥]\s?\d|\b\d[\d,.]*\s?(?:dollars|pounds|euros|cents|pence|yen|roubles|rubles|yuan)\b)/i;
const RATE =
  /\b(?:\d[\d.,]*|half|a (?:third|quarter|fifth)|one in \w+|\w+ in (?:10|ten|five|four))\s?(?:%|percent|per cent|percentage points?|points lower|points higher)|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) in (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|\b(?:half|(?:one|two|three) (?:thirds?|quarters?|fifths?)|a (?:third|quarter|fifth)) of\b|\b(?:doubled|tripled|trebled|halved)\b/i;
const HARM =
  /\b(?:\d[\d,.]*|hundreds|thousands|dozens|scores|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|a hundred)(?:\s+(?:million|thousand|hundred))?(?:\s+\p{L}+){0,3}?\s+(?:(?:were|was|have been|had been|are|people|others|have|had)\s+)*(?:dead|killed|died|deaths|injured|wounded|hurt|displaced|homeless|jobs|homes|houses|evacuated|fled|missing|hospitali[sz]ed|infected|cases|casualties|victims|redundancies|layoffs|jobless|starving|destroyed)\b/iu;

/** "alleged smuggler Brannigan" has a rule of its own. */
const ADJECTIVAL =
  /\b(?:alleged|accused|suspected|purported)\s+(?:\p{Ll}[\p{L}-]*\s+){1,3}?(?=\p{Lu}\p{Ll})/giu;

/** Is a wrong alleged against somebody named? Proceedings, denials and charges are a record, not an accusation of ours. */
export function accuses(sentence: StorySentence): boolean {
  const text = sentence.text.replace(ADJECTIVAL, ' ');
  if (!WRONG.test(text) || PROCEEDING.test(text)) return false;
  const names = [...text.matchAll(NAMED)].filter((match) => match.index > 0 || text.length > 0);
  const inside = names.some((match) => match.index > 0);
  return inside || /^(?:he|she|they)\b/i.test(text) || names.length > 0;
}

export function figureOf(text: string): 'money' | 'rate' | 'harm' | null {
  if (HARM.test(text)) return 'harm';
  if (RATE.test(text)) return 'rate';
  if (MONEY.test(text)) return 'money';
  return null;
}

const PRIVATE =
  /\b(?:privately|in private|behind closed doors|secret(?:ly)?|over (?:dinner|lunch|drinks|breakfast)|in a (?:phone |telephone )?call|by phone|phone call|confided|private (?:meeting|conversation|call|dinner|talks)|closed(?:-door)? meeting|knew (?:about|of|that)|was aware|were aware|learn(?:ed|t) (?:of|about|that)|wanted to|intended to|hoped to|feared|decided to|plotted|motivated by|in order to (?:hide|avoid)|intelligence|classified|backchannel|back channel|told (?:aides|friends|colleagues|him|her|them|his|the board|donors)|rebuffed|agreed in|hid\b|asked for (?:his|her|their) resignation)\b/i;

/** Private acts, talk, knowledge or motive: what nobody can see from outside. */
export function isPrivate(text: string): boolean {
  return PRIVATE.test(text);
}

/** What is at stake when this sentence stands without a source. */
export function stakeOf(sentence: StorySentence, lead: boolean): Stake | null {
  if (accuses(sentence)) return 'accusation';
  if (figureOf(sentence.text)) return 'figure';
  if (isPrivate(sentence.text)) return 'private';
  return lead && sentence.graf > 0 && sentence.graf <= 3 ? 'lead' : null;
}
