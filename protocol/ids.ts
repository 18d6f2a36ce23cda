import { z } from 'zod';

/** Ids are UUIDv7 made in Node (claims: made by the client, so that a retried POST is the same claim). */
export const storyId = z.uuid().brand('StoryId');
export const personId = z.uuid().brand('PersonId');
export const claimId = z.uuid().brand('ClaimId');
export const sourceId = z.uuid().brand('SourceId');
export const versionId = z.uuid().brand('VersionId');
export const destinationId = z.uuid().brand('DestinationId');
export const jobId = z.uuid().brand('JobId');

export type StoryId = z.infer<typeof storyId>;
export type PersonId = z.infer<typeof personId>;
export type ClaimId = z.infer<typeof claimId>;
export type SourceId = z.infer<typeof sourceId>;
export type VersionId = z.infer<typeof versionId>;
export type DestinationId = z.infer<typeof destinationId>;
export type JobId = z.infer<typeof jobId>;
