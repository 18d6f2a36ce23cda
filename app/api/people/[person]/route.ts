import { runtime } from '#runtime';
import { changeRoles, Failure, personId } from '#protocol';
import { endpoint } from '../../endpoint';

export const PATCH = endpoint({
  action: 'person.manage',
  body: changeRoles,
  handle: ({ person, params, body }) => {
    const id = personId.safeParse(params['person']);
    if (!id.success) throw new Failure('notFound', 'There is no such person.');
    if (id.data === person.id && (!body.roles.includes('admin') || body.disabled))
      throw new Failure(
        'permission.denied',
        'You cannot take your own admin role away: another admin has to.',
      );
    return runtime().accounts.change(id.data, body);
  },
});
