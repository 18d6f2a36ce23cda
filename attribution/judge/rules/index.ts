import type { Rule } from '../rule';
import { accusationAdjectival } from './accusation-adjectival';
import { accusationAttributed } from './accusation-attributed';
import { accusationUnsourced } from './accusation-unsourced';
import { allegedNoAlleger } from './alleged-no-alleger';
import { anonWhose } from './anon-whose';
import { attributionPassive } from './attribution-passive';
import { attributionVague } from './attribution-vague';
import { consistencyDate } from './consistency-date';
import { consistencyName } from './consistency-name';
import { factUnsourced } from './fact-unsourced';
import { numberUnsourced } from './number-unsourced';
import { pickupSecondhand } from './pickup-secondhand';
import { pollIncomplete } from './poll-incomplete';
import { quoteFragment } from './quote-fragment';
import { quoteNoSpeaker } from './quote-no-speaker';
import { reportsNoOutlet } from './reports-no-outlet';
import { studyUnnamed } from './study-unnamed';
import { superlative } from './superlative';
import { verbLoaded } from './verb-loaded';

/** All rules of class D, in the order in which they claim a sentence's one row above info. */
export const rules: readonly Rule[] = [
  accusationUnsourced,
  accusationAdjectival,
  allegedNoAlleger,
  reportsNoOutlet,
  attributionPassive,
  studyUnnamed,
  pollIncomplete,
  attributionVague,
  quoteNoSpeaker,
  numberUnsourced,
  factUnsourced,
  superlative,
  consistencyName,
  consistencyDate,
  accusationAttributed,
  anonWhose,
  pickupSecondhand,
  verbLoaded,
  quoteFragment,
];
