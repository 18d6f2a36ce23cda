import { runtime } from '#runtime';
import { z } from 'zod';
import { Failure } from '#protocol';
import { storyEndpoint } from '../../../../endpoint';

export const DELETE = storyEndpoint({
  action: 'query.dismiss',
  handle: ({ story, person, params }) => {
    const decision = z.uuid().safeParse(params['decision']);
    if (!decision.success) throw new Failure('notFound', 'That answer is not there any more.');
    return runtime().claims.reopen(person, story, decision.data);
  },
});
