import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignIn } from '#components/accounts';
import { Card } from '#components/ui';
import { signedIn } from '../session';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage() {
  if (await signedIn()) redirect('/');
  return (
    <Card title="Onrecord" lede="Sign in to your newsroom.">
      <SignIn />
    </Card>
  );
}
