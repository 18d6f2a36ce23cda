import { runtime } from '#runtime';
import { Failure, jobId } from '#protocol';
import { endpoint } from '../../../endpoint';

export const POST = endpoint({
  action: 'story.publish',
  status: 202,
  handle: ({ person, params }) => {
    const id = jobId.safeParse(params['job']);
    if (!id.success) throw new Failure('notFound', 'There is no such delivery.');
    return runtime().publisher.retry(id.data, person);
  },
});
