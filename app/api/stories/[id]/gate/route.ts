import { runtime } from '#runtime';
import { storyEndpoint } from '../../../endpoint';

export const GET = storyEndpoint({
  action: 'story.gate',
  handle: ({ story, person }) => runtime().review.gate(person, story),
});
