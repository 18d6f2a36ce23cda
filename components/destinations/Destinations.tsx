'use client';

import { useState, type FormEvent } from 'react';
import useSWR from 'swr';
import { z } from 'zod';
import { destinationReply, type DestinationReply } from '#protocol';
import { api, Button, Dialog, Empty, Input, Notice, Select, sentenceOf } from '#components/ui';
import styles from './Destinations.module.css';

const destinationsReply = z.object({ destinations: z.array(destinationReply) });
const kindSays: Record<DestinationReply['kind'], string> = {
  wordpress: 'WordPress',
  webhook: 'Signed webhook',
};

/** Where published stories go. A destination's secret is written here once and never shown again. */
export function Destinations() {
  const { data, error, mutate } = useSWR('/api/destinations', (path: string) =>
    api(path, (json) => destinationsReply.parse(json)),
  );
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<DestinationReply | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function remove(destination: DestinationReply) {
    try {
      await api(`/api/destinations/${destination.id}`, () => null, { method: 'DELETE' });
      setProblem(null);
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
    setRemoving(null);
    await mutate();
  }

  return (
    <section>
      <header className={styles['header']}>
        <h1>Destinations</h1>
        <Button look="primary" onClick={() => setAdding(true)}>
          Add a destination
        </Button>
      </header>
      {error || problem ? <Notice kind="problem">{problem ?? sentenceOf(error)}</Notice> : null}
      {data?.destinations.length === 0 ? (
        <Empty title="No destinations yet">Add your WordPress, or a webhook that takes stories.</Empty>
      ) : null}
      {data && data.destinations.length > 0 ? (
        <ul className={styles['list']}>
          {data.destinations.map((destination) => (
            <li key={destination.id}>
              <div>
                <strong>{destination.name}</strong>
                <span>
                  {kindSays[destination.kind]} · {destination.url}
                  {destination.account ? ` · as ${destination.account}` : ''}
                </span>
              </div>
              <Button size="small" look="quiet" onClick={() => setRemoving(destination)}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {adding ? <Add onClose={() => setAdding(false)} onAdded={() => void mutate()} /> : null}
      {removing ? (
        <Dialog
          open
          onClose={() => setRemoving(null)}
          title={`Remove ${removing.name}?`}
          description="Nothing is taken down there. Stories can no longer be sent to it, and its password is forgotten."
        >
          <Button look="danger" onClick={() => void remove(removing)}>
            Remove
          </Button>
        </Dialog>
      ) : null}
    </section>
  );
}

function Add({ onClose, onAdded }: { onClose(): void; onAdded(): void }) {
  const [kind, setKind] = useState<DestinationReply['kind']>('wordpress');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const common = { name: text('name'), url: text('url'), secret: text('secret') };
    try {
      const body = kind === 'wordpress' ? { kind, ...common, account: text('account') } : { kind, ...common };
      await api('/api/destinations', (json) => destinationReply.parse(json), { method: 'POST', body });
      onAdded();
      onClose();
    } catch (failure) {
      setBusy(false);
      setProblem(sentenceOf(failure));
    }
  }

  return (
    <Dialog open onClose={onClose} title="Add a destination">
      <form className={styles['form']} onSubmit={(event) => void submit(event)}>
        {problem ? <Notice kind="problem">{problem}</Notice> : null}
        <Select
          label="Kind"
          value={kind}
          onChange={(event) => setKind(event.target.value === 'webhook' ? 'webhook' : 'wordpress')}
        >
          <option value="wordpress">WordPress</option>
          <option value="webhook">Signed webhook</option>
        </Select>
        <Input
          label="Name"
          name="name"
          placeholder={kind === 'wordpress' ? 'Our site' : 'Our own system'}
          required
          maxLength={100}
          autoFocus
        />
        <Input
          label="Address"
          name="url"
          type="url"
          placeholder="https://"
          required
          hint={kind === 'wordpress' ? 'The address of the site, as readers know it.' : undefined}
        />
        {kind === 'wordpress' ? (
          <>
            <Input label="User" name="account" required autoComplete="off" />
            <Input
              label="Application password"
              name="secret"
              type="password"
              required
              autoComplete="off"
              hint="In WordPress: Users, Profile, Application Passwords. The user must be allowed to publish."
            />
          </>
        ) : (
          <Input
            label="Secret"
            name="secret"
            type="password"
            required
            autoComplete="off"
            placeholder="whsec_…"
            hint="Standard Webhooks: whsec_ and base64 of at least 24 bytes."
          />
        )}
        <Button look="primary" type="submit" busy={busy}>
          {busy ? 'Trying it…' : 'Add'}
        </Button>
      </form>
    </Dialog>
  );
}
