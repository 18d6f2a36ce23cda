'use client';

import { formatDistanceToNowStrict } from 'date-fns';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import useSWR from 'swr';
import { z } from 'zod';
import { may, storyKind, storyReply, type Person, type StoryReply } from '#protocol';
import { api, Avatar, Button, Dialog, Empty, Input, Notice, Select, sentenceOf } from '#components/ui';
import styles from './Desk.module.css';

const storiesReply = z.object({ stories: z.array(storyReply) });
const statusSays: Record<StoryReply['status'], string> = {
  draft: 'Draft',
  publishing: 'Publishing…',
  published: 'Published',
  failed: 'Delivery failed',
};

/** The desk: every story, newest change first. */
export function Desk({ person }: { person: Person }) {
  const { data, error } = useSWR(
    '/api/stories',
    (path: string) => api(path, (json) => storiesReply.parse(json)),
    {
      refreshInterval: 10_000,
    },
  );
  const [starting, setStarting] = useState(false);
  const mayStart = may(person, 'story.create');
  return (
    <section>
      <header className={styles['header']}>
        <h1>Desk</h1>
        {mayStart ? (
          <Button look="primary" onClick={() => setStarting(true)}>
            New story
          </Button>
        ) : null}
      </header>
      {error ? <Notice kind="problem">{sentenceOf(error)}</Notice> : null}
      {!data && !error ? (
        <div className={styles['loading']} role="status">
          Reading the desk…
        </div>
      ) : null}
      {data?.stories.length === 0 ? (
        <Empty title="No stories yet">
          {mayStart
            ? 'Start one: write, or paste a draft, and the sidebar reads along.'
            : 'Stories will stand here as soon as somebody starts one.'}
        </Empty>
      ) : null}
      {data && data.stories.length > 0 ? (
        <ul className={styles['list']}>
          {data.stories.map((story) => (
            <li key={story.id}>
              <Link href={`/stories/${story.id}`} className={styles['row']}>
                <span className={styles['headline']}>{story.headline || 'Untitled story'}</span>
                <span className={styles['meta']}>
                  <span data-status={story.status} className={styles['status']}>
                    {statusSays[story.status]}
                  </span>
                  <span>{story.kind}</span>
                  <span>
                    {story.wordCount} {story.wordCount === 1 ? 'word' : 'words'}
                  </span>
                  <time dateTime={story.updatedAt} suppressHydrationWarning>
                    {formatDistanceToNowStrict(new Date(story.updatedAt), { addSuffix: true })}
                  </time>
                </span>
                <span className={styles['authors']}>
                  <span className={styles['hidden']}>
                    by {story.authors.map((author) => author.name).join(', ')}
                  </span>
                  {story.authors.slice(0, 4).map((author) => (
                    <Avatar key={author.id} name={author.name} colour={author.colour} />
                  ))}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <NewStory open={starting} onClose={() => setStarting(false)} />
    </section>
  );
}

function NewStory({ open, onClose }: { open: boolean; onClose(): void }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    try {
      const body = { headline: String(form.get('headline')), kind: String(form.get('kind')) };
      const story = await api('/api/stories', (json) => storyReply.parse(json), { method: 'POST', body });
      router.push(`/stories/${story.id}`);
    } catch (failure) {
      setBusy(false);
      setProblem(sentenceOf(failure));
    }
  }

  return (
    <Dialog open={open} onClose={onClose} title="New story">
      <form className={styles['form']} onSubmit={(event) => void submit(event)}>
        {problem ? <Notice kind="problem">{problem}</Notice> : null}
        <Input
          label="Headline"
          name="headline"
          maxLength={400}
          autoFocus
          hint="It can wait: you write it in the story too."
        />
        <Select
          label="Kind"
          name="kind"
          defaultValue="news"
          hint="House policy asks more of news than of a review."
        >
          {storyKind.options.map((kind) => (
            <option key={kind} value={kind}>
              {kind[0]?.toUpperCase() + kind.slice(1)}
            </option>
          ))}
        </Select>
        <Button look="primary" type="submit" busy={busy}>
          Start writing
        </Button>
      </form>
    </Dialog>
  );
}
