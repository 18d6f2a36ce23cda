'use client';

import { signIn } from 'next-auth/react';
import { useState, type FormEvent } from 'react';
import { Button, Input, Notice } from '#components/ui';

const sentences: Record<string, string> = {
  CredentialsSignin: 'E-mail and password do not belong together. Check both and try again.',
  'session.tooManyTries': 'Too many tries. Wait a quarter of an hour and try again.',
};

export function SignIn() {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    const result = await signIn('credentials', {
      email: String(form.get('email')),
      password: String(form.get('password')),
      redirect: false,
    }).catch(() => null);
    if (result?.ok && !result.error) {
      window.location.assign('/');
      return;
    }
    setBusy(false);
    setProblem(sentences[result?.error ?? ''] ?? 'The server could not be reached. Try again in a moment.');
  }

  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      {problem ? <Notice kind="problem">{problem}</Notice> : null}
      <Input label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Input label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button look="primary" type="submit" busy={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
