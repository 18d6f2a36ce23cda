import { useEffect, useState, useSyncExternalStore } from 'react';
import { StorySession, type SessionState } from './session';

const closed: SessionState = { saved: { at: 'loading' }, ready: false };

/**
 * Opens a story for as long as the component is there. Made in a timer of an effect: React's strict mode mounts twice, and the
 * first of two sockets would be cut off in the middle of its handshake.
 */
export function useSession(options: { story: string; epoch: string; person: string }): {
  session: StorySession | null;
  state: SessionState;
} {
  const { story, epoch, person } = options;
  const [session, setSession] = useState<StorySession | null>(null);
  useEffect(() => {
    let made: StorySession | null = null;
    const timer = setTimeout(() => {
      made = new StorySession({ story, epoch, person });
      setSession(made);
    }, 0);
    return () => {
      clearTimeout(timer);
      setSession(null);
      made?.destroy();
    };
  }, [story, epoch, person]);
  const state = useSyncExternalStore(
    session?.subscribe ?? never,
    session?.getState ?? (() => closed),
    () => closed,
  );
  return { session, state };
}

const never = () => () => undefined;
