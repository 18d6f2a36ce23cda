'use client';

import { setNonce } from 'get-nonce';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { pageNonce } from './nonce';
import styles from './Dialog.module.css';

// Radix keeps the page from scrolling with a style element, which the page's policy takes only with its nonce.
const nonce = pageNonce();
if (nonce) setNonce(nonce);

type Props = {
  open: boolean;
  onClose(): void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  /** Called once it is gone. True: the focus was put somewhere, and does not go back to where it came from. */
  onClosed?(): boolean;
};

/** A dialog: focus stays inside, Escape closes it, and focus returns to where it came from. */
export function Dialog({ open, onClose, title, description, children, onClosed }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles['overlay']} />
        <Radix.Content
          className={styles['content']}
          onCloseAutoFocus={(event) => onClosed?.() && event.preventDefault()}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles['header']}>
            <Radix.Title className={styles['title']}>{title}</Radix.Title>
            <Radix.Close className={styles['close']} aria-label="Close">
              <X size={16} />
            </Radix.Close>
          </header>
          {description ? (
            <Radix.Description className={styles['description']}>{description}</Radix.Description>
          ) : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
