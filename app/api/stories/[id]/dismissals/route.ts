import { runtime } from '#runtime';
import { dismissQuery } from '#protocol';
import { storyEndpoint } from '../../../endpoint';

export const POST = storyEndpoint({
  action: 'query.dismiss',
  body: dismissQuery,
  status: 201,
  handle: ({ story, person, body }) => runtime().claims.dismiss(person, story, body),
});
