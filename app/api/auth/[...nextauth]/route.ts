import { runtime } from '#runtime';
import NextAuth, { type AuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { email, isFailure } from '#protocol';

const credentials = z.object({ email, password: z.string().min(1).max(200) });

/** next-auth with credentials means a JWT in the cookie: it carries only a session id, and the session's row decides. */
function options(address: string): AuthOptions {
  const { secret, accounts } = runtime();
  return {
    secret,
    session: { strategy: 'jwt', maxAge: 30 * 86_400 },
    pages: { signIn: '/signin', error: '/signin' },
    providers: [
      Credentials({
        name: 'Onrecord',
        credentials: {
          email: { label: 'E-mail', type: 'email' },
          password: { label: 'Password', type: 'password' },
        },
        async authorize(given) {
          const parsed = credentials.safeParse(given);
          if (!parsed.success) return null;
          try {
            const signedIn = await accounts.signIn({ ...parsed.data, address });
            return signedIn ? { id: signedIn.person.id, sid: signedIn.sid } : null;
          } catch (error) {
            // next-auth shows an error's message as `?error=`: only the code may stand there.
            if (isFailure(error)) throw new Error(error.code);
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && 'sid' in user ? { sub: user.id, sid: user.sid } : token),
      session: ({ session }) => ({ expires: session.expires }),
      // Only to this install: a sign-in link must not send people anywhere else.
      redirect: ({ url, baseUrl }) => {
        const target = new URL(url, baseUrl);
        return target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
      },
    },
    events: {
      signOut: async ({ token }) => {
        const sid = token?.['sid'];
        if (typeof sid === 'string') await accounts.signOut(sid);
      },
    },
  };
}

async function handler(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const forwarded = runtime().trustProxy
    ? request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()
    : undefined;
  const address = forwarded ?? request.headers.get('x-onrecord-address') ?? 'unknown';
  return NextAuth(options(address))(request, context) as Promise<Response>;
}

export { handler as GET, handler as POST };
