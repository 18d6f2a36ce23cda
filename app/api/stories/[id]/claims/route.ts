import { runtime } from '#runtime';
import { createClaim } from '#protocol';
import { storyEndpoint } from '../../../endpoint';

export const GET = storyEndpoint({
  action: 'story.read',
  handle: ({ story }) => runtime().claims.list(story),
});

export const POST = storyEndpoint({
  action: 'claim.link',
  body: createClaim,
  status: 201,
  handle: ({ story, person, body }) => runtime().claims.link(person, story, body),
});
