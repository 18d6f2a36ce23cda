import { runtime } from '#runtime';
import { randomUUID } from 'node:crypto';
import { Failure, idempotencyKey, publishStory } from '#protocol';
import { storyEndpoint } from '../../../endpoint';

/** 202: the version is frozen and its jobs are under way. 422 with the blockers where the gate refuses. */
export const POST = storyEndpoint({
  action: 'story.publish',
  body: publishStory,
  status: 202,
  handle: ({ story, person, body, request }) => {
    const key = idempotencyKey.safeParse(request.headers.get('idempotency-key') ?? randomUUID());
    if (!key.success) throw new Failure('request.malformed', 'An Idempotency-Key has 8 to 200 characters.');
    return runtime().review.publish(person, story, {
      destinations: body.destinations,
      idempotencyKey: key.data,
    });
  },
});
