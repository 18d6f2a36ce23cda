'use client';

import { signIn } from 'next-auth/react';
import { useEffect, useState, type FormEvent } from 'react';
import { z } from 'zod';
import { api, Button, Card, Input, Notice, sentenceOf } from '#components/ui';

const invited = z.object({ kind: z.enum(['setup', 'invite']), name: z.string(), email: z.string() });
type State =
  | { at: 'looking' }
  | { at: 'spent'; message: string }
  | { at: 'form'; token: string; for: z.infer<typeof invited> };

/** Where a one-time link leads: the first admin of a new install, or somebody who was invited, makes their account. */
export function Welcome() {
  const [state, setState] = useState<State>({ at: 'looking' });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    // The token stands behind `#`, so it never reached a server's log.
    const token = window.location.hash.slice(1);
    api('/api/welcome/look', (json) => invited.parse(json), { method: 'POST', body: { token: token || '-' } })
      .then((found) => setState({ at: 'form', token, for: found }))
      .catch((error: unknown) => setState({ at: 'spent', message: sentenceOf(error) }));
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (state.at !== 'form') return;
    setBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    const account = {
      name: String(form.get('name')),
      email: String(form.get('email')),
      password: String(form.get('password')),
    };
    try {
      await api('/api/welcome', () => null, { method: 'POST', body: { token: state.token, ...account } });
      await signIn('credentials', {
        email: account.email.trim().toLowerCase(),
        password: account.password,
        redirect: false,
      });
      window.location.assign('/');
    } catch (error) {
      setBusy(false);
      setProblem(sentenceOf(error));
    }
  }

  if (state.at === 'looking')
    return (
      <Card title="Onrecord" lede="Looking at your link…">
        {null}
      </Card>
    );
  if (state.at === 'spent')
    return (
      <Card title="Onrecord" lede="This link does not open anything.">
        <Notice kind="problem">{state.message}</Notice>
        <a href="/signin">Go to sign-in</a>
      </Card>
    );
  const first = state.for.kind === 'setup';
  return (
    <Card
      title="Onrecord"
      lede={
        first
          ? 'Make the first account. It may edit stories and run people and destinations.'
          : 'You have been invited. Choose a password to come in.'
      }
    >
      <form method="post" onSubmit={(event) => void submit(event)}>
        {problem ? <Notice kind="problem">{problem}</Notice> : null}
        <Input
          label="Name"
          name="name"
          defaultValue={state.for.name}
          autoComplete="name"
          required
          maxLength={100}
        />
        <Input
          label="E-mail"
          name="email"
          type="email"
          defaultValue={state.for.email}
          readOnly={!first}
          autoComplete="username"
          required
        />
        <Input
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          hint="At least 10 characters. A few words are better than one odd one."
        />
        <Button look="primary" type="submit" busy={busy}>
          {first ? 'Make the account' : 'Come in'}
        </Button>
      </form>
    </Card>
  );
}
