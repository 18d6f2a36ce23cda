'use client';

import { useState, type FormEvent } from 'react';
import useSWR from 'swr';
import { z } from 'zod';
import { inviteReply, personReply, role, type PersonReply, type Role } from '#protocol';
import { api, Avatar, Button, Dialog, Input, Notice, sentenceOf } from '#components/ui';
import styles from './People.module.css';

const peopleReply = z.object({ people: z.array(personReply) });
const roleSays: Record<Role, string> = {
  reader: 'reads stories',
  writer: 'writes, links sources',
  editor: 'answers accusations, publishes',
  admin: 'people and destinations',
};

/** The people of the newsroom: who is here, with which roles; an admin invites by a link that they pass on themselves. */
export function People({ me }: { me: string }) {
  const { data, error, mutate } = useSWR('/api/people', (path: string) =>
    api(path, (json) => peopleReply.parse(json)),
  );
  const [inviting, setInviting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function change(person: PersonReply, next: { roles: Role[]; disabled?: boolean }) {
    setProblem(null);
    try {
      await api(`/api/people/${person.id}`, () => null, { method: 'PATCH', body: next });
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
    await mutate();
  }

  return (
    <section>
      <header className={styles['header']}>
        <h1>People</h1>
        <Button look="primary" onClick={() => setInviting(true)}>
          Invite a person
        </Button>
      </header>
      {error || problem ? <Notice kind="problem">{problem ?? sentenceOf(error)}</Notice> : null}
      <ul className={styles['list']} aria-busy={!data}>
        {data?.people.map((person) => (
          <li key={person.id}>
            <Avatar name={person.name} colour={person.colour} idle={person.state !== 'active'} />
            <div className={styles['who']}>
              <strong>{person.name}</strong>
              <span>
                {person.email}
                {person.state === 'active' ? null : ` · ${person.state}`}
              </span>
            </div>
            <fieldset>
              <legend className={styles['hidden']}>Roles of {person.name}</legend>
              {role.options.map((name) => (
                <label key={name} title={roleSays[name]}>
                  <input
                    type="checkbox"
                    checked={person.roles.includes(name)}
                    disabled={person.id === me && name === 'admin'}
                    onChange={(event) => {
                      const roles = role.options.filter((r) =>
                        r === name ? event.target.checked : person.roles.includes(r),
                      );
                      if (roles.length > 0) void change(person, { roles });
                      else setProblem('Everybody has at least one role. To keep a person out, disable them.');
                    }}
                  />
                  {name}
                </label>
              ))}
            </fieldset>
            {person.id === me ? null : (
              <Button
                size="small"
                look="quiet"
                onClick={() =>
                  void change(person, { roles: person.roles, disabled: person.state !== 'disabled' })
                }
              >
                {person.state === 'disabled' ? 'Let in again' : 'Disable'}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Invite open={inviting} onClose={() => setInviting(false)} onInvited={() => void mutate()} />
    </section>
  );
}

function Invite({ open, onClose, onInvited }: { open: boolean; onClose(): void; onInvited(): void }) {
  const [link, setLink] = useState<{ name: string; href: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    try {
      const body = {
        name: String(form.get('name')),
        email: String(form.get('email')),
        roles: form.getAll('roles').map(String),
      };
      const invited = await api('/api/people', (json) => inviteReply.parse(json), { method: 'POST', body });
      setLink({ name: invited.person.name, href: invited.link });
      onInvited();
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
    setBusy(false);
  }

  const close = () => {
    setLink(null);
    setProblem(null);
    onClose();
  };

  return (
    <Dialog
      open={open}
      onClose={close}
      title="Invite a person"
      description={
        link
          ? `Send this link to ${link.name}. It works once, for seven days, and is shown only now.`
          : undefined
      }
    >
      {link ? (
        <div className={styles['link']}>
          <input
            readOnly
            value={link.href}
            aria-label="Invitation link"
            onFocus={(event) => event.target.select()}
          />
          <Button look="primary" onClick={() => void navigator.clipboard.writeText(link.href)}>
            Copy
          </Button>
        </div>
      ) : (
        <form className={styles['form']} onSubmit={(event) => void submit(event)}>
          {problem ? <Notice kind="problem">{problem}</Notice> : null}
          <Input label="Name" name="name" required maxLength={100} autoFocus />
          <Input label="E-mail" name="email" type="email" required />
          <fieldset>
            <legend>Roles</legend>
            {role.options.map((name) => (
              <label key={name}>
                <input type="checkbox" name="roles" value={name} defaultChecked={name === 'writer'} /> {name}{' '}
                <small>{roleSays[name]}</small>
              </label>
            ))}
          </fieldset>
          <Button look="primary" type="submit" busy={busy}>
            Make the link
          </Button>
        </form>
      )}
    </Dialog>
  );
}
