import type { Metadata } from 'next';
import { People } from '#components/accounts';
import { Shell } from '#components/ui';
import { requirePerson } from '../../session';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage() {
  const person = await requirePerson('person.manage');
  return (
    <Shell person={person}>
      <People me={person.id} />
    </Shell>
  );
}
