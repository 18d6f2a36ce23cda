import type { ReactNode } from 'react';
import styles from './Card.module.css';

/** The page before one is in: the name, a sentence, one form. */
export function Card({ title, lede, children }: { title: string; lede: ReactNode; children: ReactNode }) {
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <div>
          <h1 className={styles['brand']}>{title}</h1>
          <p className={styles['lede']}>{lede}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
