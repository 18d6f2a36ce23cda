import { parse as parseCookie } from 'cookie';
import type { IncomingHttpHeaders } from 'node:http';
import { getToken } from 'next-auth/jwt';
import type { Person } from '#protocol';
import type { Accounts } from './accounts';

export type Identity = { person: Person; sid: string };

/**
 * Who is behind a request or an upgrade: next-auth's cookie names a session id, and the session's row decides. So a role change,
 * a disabled account or a sign-out bites at the next request, whatever the cookie says.
 */
export function createIdentify(options: { accounts: Accounts; secret: string; secure: boolean }) {
  return async function identify(headers: IncomingHttpHeaders | Headers): Promise<Identity | null> {
    const header = headers instanceof Headers ? headers.get('cookie') : headers.cookie;
    if (!header) return null;
    const cookies = parseCookie(header);
    // getToken reads `cookies` and `headers.authorization` only; without the latter a bearer token is never taken for a cookie.
    const request = { cookies, headers: {} } as unknown as Parameters<typeof getToken>[0]['req'];
    const token = await getToken({ req: request, secret: options.secret, secureCookie: options.secure });
    const sid = token?.['sid'];
    if (typeof sid !== 'string') return null;
    const person = await options.accounts.session(sid);
    return person ? { person, sid } : null;
  };
}
export type Identify = ReturnType<typeof createIdentify>;
