import { runtime } from '#runtime';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { may, type Action, type Person } from '#protocol';

/** The person behind a page's request; sends strangers to sign in; a page that the role does not include is not there. */
export async function requirePerson(action?: Action): Promise<Person> {
  const identity = await runtime().identify(await headers());
  if (!identity) redirect('/signin');
  if (action && !may(identity.person, action)) notFound();
  return identity.person;
}

export async function signedIn(): Promise<boolean> {
  return (await runtime().identify(await headers())) !== null;
}
