import { runtime } from '#runtime';
import { acceptInvite } from '#protocol';
import { publicEndpoint } from '../endpoint';

export const POST = publicEndpoint({
  body: acceptInvite,
  handle: (body) => runtime().accounts.acceptInvite(body),
});
