import { useState } from 'react';
import { bodyText } from './bodyText';
import { Button, Notice } from '#components/ui';
import type { SavedState, StorySession } from './session';
import styles from './StoryPage.module.css';

/** What stands on the page when the server has turned this tab away: what happened, and how to take one's words along. */
export function Ended({
  saved,
  session,
}: {
  saved: Extract<SavedState, { at: 'ended' | 'refused' }>;
  session: StorySession | null;
}) {
  const [copied, setCopied] = useState(false);
  const text = session ? bodyText(session.doc) : '';
  return (
    <div className={styles['ended']}>
      <Notice kind="problem">
        <p>{saved.reason}</p>
        <p>What you see here is kept in this browser. Nothing more is sent from this tab.</p>
        <div className={styles['endedActions']}>
          {saved.at === 'ended' && saved.code === 4401 ? (
            <Button size="small" onClick={() => window.location.assign('/signin')}>
              Sign in
            </Button>
          ) : (
            <Button size="small" onClick={() => window.location.reload()}>
              Reload
            </Button>
          )}
          {text ? (
            <Button
              size="small"
              onClick={() =>
                void navigator.clipboard.writeText(text).then(
                  () => setCopied(true),
                  () => setCopied(false),
                )
              }
            >
              {copied ? 'Copied' : 'Copy the text'}
            </Button>
          ) : null}
        </div>
      </Notice>
    </div>
  );
}
