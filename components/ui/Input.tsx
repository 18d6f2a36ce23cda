import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import styles from './Input.module.css';

type Labelled = { label: string; hint?: ReactNode; error?: string | null };

/** A text field with its label, a hint, and what is wrong with it. */
export function Input({ label, hint, error, ...rest }: InputHTMLAttributes<HTMLInputElement> & Labelled) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        {...rest}
      />
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

export function Select({
  label,
  hint,
  error,
  children,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & Labelled) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <select id={id} aria-describedby={hint || error ? `${id}-note` : undefined} {...rest}>
        {children}
      </select>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

function Note({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | null }) {
  if (error)
    return (
      <p id={id} className={styles['error']}>
        {error}
      </p>
    );
  return hint ? (
    <p id={id} className={styles['hint']}>
      {hint}
    </p>
  ) : null;
}
