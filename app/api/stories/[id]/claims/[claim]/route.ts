import { runtime } from '#runtime';
import { claimId, Failure } from '#protocol';
import { storyEndpoint } from '../../../../endpoint';

export const DELETE = storyEndpoint({
  action: 'claim.link',
  handle: ({ story, person, params }) => {
    const claim = claimId.safeParse(params['claim']);
    if (!claim.success) throw new Failure('claim.notFound', 'This claim is not there any more.');
    return runtime().claims.unlink(person, story, claim.data);
  },
});
