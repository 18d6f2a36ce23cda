import { runtime } from '#runtime';
import { destinationId, Failure } from '#protocol';
import { endpoint } from '../../endpoint';

export const DELETE = endpoint({
  action: 'destination.manage',
  handle: ({ person, params }) => {
    const id = destinationId.safeParse(params['destination']);
    if (!id.success) throw new Failure('notFound', 'There is no such destination.');
    return runtime().publisher.destinations.remove(person, id.data);
  },
});
