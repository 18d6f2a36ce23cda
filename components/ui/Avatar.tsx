import styles from './Avatar.module.css';

/** A person as a small disc of their colour with initials. Idle people are paler. */
export function Avatar({ name, colour, idle = false }: { name: string; colour: string; idle?: boolean }) {
  const initials = name
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .filter(Boolean);
  const shown = (initials.length > 1 ? [initials[0], initials.at(-1)] : initials).join('').toUpperCase();
  return (
    <span
      className={styles['avatar']}
      style={{ backgroundColor: colour }}
      data-idle={idle || undefined}
      title={name}
      aria-hidden="true"
    >
      {shown}
    </span>
  );
}
