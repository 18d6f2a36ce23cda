import { Check, CloudOff, HardDrive, Loader, TriangleAlert } from 'lucide-react';
import type { SavedState } from './session';
import styles from './SavedWord.module.css';

/** The saved word, in the bar. What it says is true. */
export function SavedWord({ saved }: { saved: SavedState }) {
  const { icon, text, title, mood } = words(saved);
  return (
    <span className={styles['word']} data-mood={mood} role="status" title={title} data-testid="saved">
      {icon}
      <span className={styles['text']}>{text}</span>
    </span>
  );
}

function words(saved: SavedState) {
  switch (saved.at) {
    case 'loading':
      return {
        icon: <Loader size={14} />,
        text: 'Opening…',
        title: 'The story is being opened.',
        mood: 'calm',
      };
    case 'saved':
      return {
        icon: <Check size={14} />,
        text: 'Saved',
        title: 'Everything is saved on the server.',
        mood: 'calm',
      };
    case 'onDevice':
      return {
        icon: <HardDrive size={14} />,
        text: saved.kept ? 'On this device' : 'Saving…',
        title: saved.kept
          ? 'Your last words are kept in this browser and on their way to the server.'
          : 'Your last words are on their way to the server. This browser keeps no copy.',
        mood: 'calm',
      };
    case 'offline': {
      const changes = saved.waiting === 1 ? '1 change waiting' : `${saved.waiting} changes waiting`;
      return {
        icon: <CloudOff size={14} />,
        text: saved.waiting === 0 ? 'Offline' : `Offline: ${changes}`,
        title: saved.kept
          ? 'There is no connection. Write on: this browser keeps your words and sends them as soon as it can.'
          : 'There is no connection, and this browser keeps no copy. Do not close this tab.',
        mood: 'warn',
      };
    }
    case 'ended':
      return { icon: <TriangleAlert size={14} />, text: 'Not connected', title: saved.reason, mood: 'bad' };
    case 'refused':
      return { icon: <TriangleAlert size={14} />, text: 'Not stored', title: saved.reason, mood: 'bad' };
  }
}
