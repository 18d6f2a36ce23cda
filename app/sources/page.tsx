import type { Metadata } from 'next';
import { Sources } from '#components/sources';
import { Shell } from '#components/ui';
import { requirePerson } from '../session';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage() {
  const person = await requirePerson('source.read');
  return (
    <Shell person={person}>
      <Sources />
    </Shell>
  );
}
