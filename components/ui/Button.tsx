import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'small' | 'normal';
  busy?: boolean;
};

/** A button. While `busy` it keeps its width and cannot be pressed twice. */
export function Button({
  look = 'plain',
  size = 'normal',
  busy = false,
  type = 'button',
  className,
  disabled,
  ...rest
}: Props) {
  const names = [styles['button'], styles[look], styles[size], className].filter(Boolean).join(' ');
  return (
    <button
      type={type}
      className={names}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    />
  );
}
