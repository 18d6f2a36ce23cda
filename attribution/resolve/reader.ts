import type { StoryAttribution } from '../story';

/** Does a reader of this attribution know who says it? Vague and agentless ones, and mere attitudes, do not count. */
export function attributes(attribution: StoryAttribution): boolean {
  return (
    attribution.source !== null &&
    !attribution.relation.agentless &&
    attribution.sourceKind !== 'vague' &&
    attribution.sourceKind !== 'none'
  );
}
