import type { SentenceKind } from '../analysis';
import type { StorySentence } from '../story';

const BOILERPLATE =
  /^(?:by\s+\p{Lu}|read more\b|watch:|related:|this (?:article|story|report|post) (?:is|was|has been|originally)|\(?reporting by|\(?editing by|additional reporting|written by|contact (?:the|us)|follow (?:us|\S+ on)|subscribe|sign up|click here|copyright|©|©|all rights reserved|live coverage by|advertisement|share this|email (?:us|the)|more:|see also|photo(?:graph)?:|getty|image:|the associated press contributed|updated\b)/iu;
const CREDIT =
  /(?:\b(?:Photograph|Photo|Picture|Image|Credit|Video)s?\s*(?:by|:)|\/(?:Getty|AP|Reuters|AFP|EPA|PA)\b|\bGetty Images\b|\((?:AP|Reuters|AFP) Photo\b)[^.]*\.?$/u;
const BIO =
  /\b(?:has (?:reported|written|covered)|is (?:a|an|the) (?:reporter|writer|correspondent|columnist|editor|freelance))\b.*\b(?:for|since|at|with|on)\b/i;
const OBSERVED =
  /\b(?:(?:a|our|the|this) (?:\p{L}+ )?(?:reporter|correspondent|journalist|newspaper|team)\b[^.]*\b(?:saw|heard|counted|watched|witnessed|visited|observed)|seen by this|reporters? (?:saw|heard|counted)|(?:did|has|have|had) not (?:immediately )?(?:respond|respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|return(?:ed)?|comment(?:ed)?)\b|declined (?:to|a request|requests|further|an interview|comment)|could not (?:immediately )?be (?:reached|contacted|independently verified|verified|confirmed)|refused to (?:comment|answer|be interviewed)|(?:was|were) not (?:immediately )?available (?:for|to) comment|we (?:have|were|are|could) not (?:been )?able to (?:verify|confirm)|(?:was|has been|were) (?:approached|contacted|asked) for (?:a )?comment|agreed to (?:speak|talk|be interviewed)|spoke (?:\p{L}+ )*in an interview)\b/iu;
const OPINION =
  /\b(?:should|ought to|perhaps|maybe|arguably|surely|clearly|of course|probably|seems?|looks?|appears?|unbeatable|bizarre|remarkable|ridiculous|absurd|wonderful|terrible|brilliant|may (?:yet|well|still|even)|might|would be|could be|cannot hurt|is (?:likely|unlikely|hard|easy|difficult|important|clear|worth|no longer)|not everyone|a long time|troubles of|deserves?)\b/i;

/** What kind of sentence this is, from its block and its own words; quotes and sources are known by then. */
export function kindOf(sentence: StorySentence, quotedShare: number): SentenceKind {
  const text = sentence.text.trim();
  switch (sentence.block.kind) {
    case 'headline':
    case 'dek':
    case 'heading':
      return BOILERPLATE.test(text) ? 'boilerplate' : 'heading';
    case 'caption':
    case 'embed':
      return 'caption';
    default:
      break;
  }
  if (isCaption(sentence.block.text)) return 'caption';
  if (BOILERPLATE.test(text) || (BIO.test(text) && sentence.block.text.length < 220 && sentence.graf > 3))
    return 'boilerplate';
  if (quotedShare > 0.55) return 'quote';
  if (/\?["”’')]*$/.test(text)) return 'question';
  if (OBSERVED.test(text)) return 'observation';
  if (!sentence.attributed && OPINION.test(text) && !/\d/.test(text)) return 'opinion';
  return 'claim';
}

/** A credit at the end of a line makes the whole block a caption. */
export function isCaption(text: string): boolean {
  return text.length < 400 && CREDIT.test(text.trim());
}

export function isBoilerplate(text: string): boolean {
  return BOILERPLATE.test(text.trim());
}
