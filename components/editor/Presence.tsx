import { useEffect, useState } from 'react';
import type { WebsocketProvider } from 'y-websocket';
import { z } from 'zod';
import { Avatar } from '#components/ui';
import styles from './Presence.module.css';

/** What the server stamps on everybody's presence. */
const stamped = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    colour: z.string().optional(),
    color: z.string().optional(),
  }),
});
type Here = { id: string; name: string; colour: string };

/** Who has this story open, each person once however many tabs they have. */
export function Presence({ provider, me }: { provider: WebsocketProvider; me: string }) {
  const [here, setHere] = useState<Here[]>([]);
  useEffect(() => {
    const read = () => {
      const people = new Map<string, Here>();
      for (const state of provider.awareness.getStates().values()) {
        const parsed = stamped.safeParse(state);
        if (!parsed.success) continue;
        const { id, name, colour, color } = parsed.data.user;
        if (id !== me) people.set(id, { id, name, colour: colour ?? color ?? '#54585e' });
      }
      setHere([...people.values()].sort((a, b) => a.name.localeCompare(b.name)));
    };
    read();
    provider.awareness.on('change', read);
    return () => provider.awareness.off('change', read);
  }, [provider, me]);
  if (here.length === 0) return null;
  return (
    <span
      className={styles['here']}
      role="group"
      aria-label={`Also here: ${here.map((person) => person.name).join(', ')}`}
    >
      {here.slice(0, 5).map((person) => (
        <Avatar key={person.id} name={person.name} colour={person.colour} />
      ))}
      {here.length > 5 ? <span className={styles['more']}>+{here.length - 5}</span> : null}
    </span>
  );
}
