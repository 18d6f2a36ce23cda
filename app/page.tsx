import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Desk } from '#components/desk';
import { Shell } from '#components/ui';
import { may } from '#protocol';
import { requirePerson } from './session';

export const metadata: Metadata = { title: 'Desk' };

export default async function DeskPage() {
  const person = await requirePerson();
  // An admin has no editorial right by that: their work is elsewhere.
  if (!may(person, 'story.list')) redirect('/settings/people');
  return (
    <Shell person={person}>
      <Desk person={person} />
    </Shell>
  );
}
