import { runtime } from '#runtime';
import { changeStory } from '#protocol';
import { storyEndpoint } from '../../endpoint';

export const GET = storyEndpoint({
  action: 'story.read',
  handle: ({ story }) => runtime().stories.get(story),
});

export const PATCH = storyEndpoint({
  action: 'story.write',
  body: changeStory,
  handle: ({ story, body }) => runtime().stories.change(story, body),
});
