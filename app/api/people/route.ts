import { runtime } from '#runtime';
import { invitePerson } from '#protocol';
import { endpoint } from '../endpoint';
import { welcomeLink } from '../welcome/link';

export const GET = endpoint({
  action: 'person.manage',
  handle: async () => ({ people: await runtime().accounts.list() }),
});

export const POST = endpoint({
  action: 'person.manage',
  body: invitePerson,
  status: 201,
  handle: async ({ body }) => {
    const { person, token } = await runtime().accounts.invite(body);
    return { person, link: welcomeLink(token) };
  },
});
