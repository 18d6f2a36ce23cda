import { runtime } from '#runtime';
import { storyEndpoint } from '../../../endpoint';

/** The story's text as everything here counts it: `textHash` says which one a reply's offsets refer to. */
export const GET = storyEndpoint({
  action: 'story.read',
  handle: async ({ story }) => {
    const { text, textHash } = await runtime().stories.read(story);
    return { text, textHash };
  },
});
