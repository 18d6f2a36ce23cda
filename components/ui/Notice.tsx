import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A sentence that must be seen: what went wrong and what to do, or what went well. */
export function Notice({ kind, children }: { kind: 'problem' | 'good' | 'info'; children: ReactNode }) {
  return (
    <div className={`${styles['notice']} ${styles[kind]}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** What stands where there is nothing yet: what would be here, and how to begin. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <p className={styles['emptyTitle']}>{title}</p>
      {children ? <div>{children}</div> : null}
    </div>
  );
}
