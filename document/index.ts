/** The story's document: its schema, its projection to text, its hashes, the anchors of claims. */
export { claimSpans, markClaim, quoteInField, unmarkClaim, type BodyAnchor } from './claims';
export { textHash, versionHash, withoutInternalMarks } from './hash';
export {
  blockAt,
  countWords,
  offsetAt,
  plainText,
  project,
  rangesAt,
  type ProjectedBlock,
  type Projection,
} from './projection';
export { ClaimMark, DOCUMENT_SCHEMA, documentExtensions, documentSchema, isSafeLink } from './schema';
export {
  BODY,
  bodyNode,
  changeBody,
  FIELDS,
  fieldText,
  readDocument,
  seedFromDocument,
  seedUpdate,
  type StoryDocument,
} from './story';
export { standingDecisions } from './standing';
