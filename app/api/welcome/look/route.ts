import { runtime } from '#runtime';
import { z } from 'zod';
import { Failure } from '#protocol';
import { publicEndpoint } from '../../endpoint';

/** Whom a one-time link is for. A POST, so that the token stays out of every URL. */
export const POST = publicEndpoint({
  body: z.strictObject({ token: z.string().min(1).max(200) }),
  handle: async ({ token }) => {
    const invited = await runtime().accounts.invited(token);
    if (!invited)
      throw new Failure(
        'invite.spent',
        'This link was used already or has run out. Ask an admin for a new one.',
      );
    return invited;
  },
});
