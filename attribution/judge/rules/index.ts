import type { Rule } from '../rule';
import { accusationUnsourced } from './accusation-unsourced';
import { allegedNoAlleger } from './alleged-no-alleger';
import { attributionVague } from './attribution-vague';
import { factUnsourced } from './fact-unsourced';
import { numberUnsourced } from './number-unsourced';
import { pickupSecondhand } from './pickup-secondhand';
import { quoteNoSpeaker } from './quote-no-speaker';
import { reportsNoOutlet } from './reports-no-outlet';

/** All rules of class D, in the order in which they claim a sentence. */
export const rules: readonly Rule[] = [
  accusationUnsourced,
  allegedNoAlleger,
  reportsNoOutlet,
  attributionVague,
  quoteNoSpeaker,
  numberUnsourced,
  factUnsourced,
  pickupSecondhand,
];
