'use client';

import { signOut } from 'next-auth/react';
import { Button } from './Button';

export function SignOut() {
  return (
    <Button look="quiet" size="small" onClick={() => void signOut({ callbackUrl: '/signin' })}>
      Sign out
    </Button>
  );
}
