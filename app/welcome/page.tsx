import type { Metadata } from 'next';
import { Welcome } from '#components/accounts';

export const metadata: Metadata = { title: 'Welcome', referrer: 'no-referrer' };

export default function WelcomePage() {
  return <Welcome />;
}
