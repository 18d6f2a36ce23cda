import { Check, Link2, Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Query } from '#attribution';
import { Button } from '#components/ui';
import styles from './Sidebar.module.css';

type Props = {
  query: Query;
  selected: boolean;
  /** What stands behind an answered row, in words. */
  answer: { says: string; undo: (() => void) | null } | null;
  mayAnswer: boolean;
  onSelect(): void;
  onLink(): void;
  onOk(): void;
};

/** One row: what is asked, about which words, and what can be done. */
export function QueryRow({ query, selected, answer, mayAnswer, onSelect, onLink, onOk }: Props) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const mood = query.state === 'answered' ? 'answered' : query.mustAnswer ? 'must' : query.severity;
  return (
    <li
      ref={row}
      className={styles['row']}
      data-mood={mood}
      data-selected={selected || undefined}
      data-rule={query.rule}
    >
      <button type="button" className={styles['rowMain']} aria-expanded={selected} onClick={onSelect}>
        <span className={styles['rowHead']}>
          <span className={styles['rowTitle']}>{query.title}</span>
          {query.count > 1 ? <span className={styles['count']}>{query.count} places</span> : null}
          {mood === 'must' ? <span className={styles['must']}>must be answered</span> : null}
          {query.proposed && query.state === 'open' ? (
            <span className={styles['count']}>answer proposed</span>
          ) : null}
        </span>
        <span className={styles['sentence']}>{query.sentenceText}</span>
      </button>
      {selected || answer ? (
        <div className={styles['rowBody']}>
          {selected && !answer ? <p className={styles['message']}>{query.message}</p> : null}
          {answer ? (
            <p className={styles['answer']}>
              <Check size={14} aria-hidden="true" /> {answer.says}
              {answer.undo && mayAnswer ? (
                <button type="button" onClick={answer.undo} title="Take this back">
                  <Undo2 size={13} aria-hidden="true" /> Take back
                </button>
              ) : null}
            </p>
          ) : mayAnswer ? (
            <div className={styles['actions']}>
              <Button size="small" look="primary" onClick={onLink}>
                <Link2 size={14} aria-hidden="true" /> Link a source
              </Button>
              <Button size="small" onClick={onOk}>
                OK as is
              </Button>
            </div>
          ) : null}
          {selected && !answer ? (
            <details className={styles['help']}>
              <summary>Why this is asked</summary>
              <p>{query.help}</p>
            </details>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
