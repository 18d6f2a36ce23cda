import { runtime } from '#runtime';
import { storyEndpoint } from '../../../endpoint';

export const GET = storyEndpoint({
  action: 'publishing.read',
  handle: async ({ story }) => ({ jobs: await runtime().publisher.jobs(story) }),
});
