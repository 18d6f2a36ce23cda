import { runtime } from '#runtime';
import { createStory } from '#protocol';
import { endpoint } from '../endpoint';

export const GET = endpoint({
  action: 'story.list',
  handle: async () => ({ stories: await runtime().stories.list() }),
});

export const POST = endpoint({
  action: 'story.create',
  body: createStory,
  status: 201,
  handle: ({ person, body }) => runtime().stories.create(person, body),
});
