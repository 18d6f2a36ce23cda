import { runtime } from '#runtime';
import { storyEndpoint } from '../../../endpoint';

export const GET = storyEndpoint({
  action: 'story.read',
  handle: ({ story }) => runtime().review.analysis(story),
});
