import type { Metadata } from 'next';
import { Destinations } from '#components/destinations';
import { Shell } from '#components/ui';
import { requirePerson } from '../../session';

export const metadata: Metadata = { title: 'Destinations' };

export default async function DestinationsPage() {
  const person = await requirePerson('destination.manage');
  return (
    <Shell person={person}>
      <Destinations />
    </Shell>
  );
}
