import type { DismissalReason, SourceKind } from '#protocol';

export const kindSays: Record<SourceKind, string> = {
  person: 'Person',
  organization: 'Organization',
  document: 'Document',
  dataset: 'Data',
  outlet: 'Another newsroom',
  wire: 'Wire',
  witness: 'Our own reporter',
  social: 'Social post',
  tool: 'Generative tool',
};

export const reasonSays: Record<DismissalReason, string> = {
  sourcedInStory: 'The story names the source elsewhere',
  commonKnowledge: 'Common knowledge',
  ownObservation: 'Our reporter saw it',
  opinion: 'Opinion, and recognisable as such',
  notAClaim: 'Makes no claim',
  other: 'Another reason',
};
