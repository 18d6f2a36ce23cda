'use client';

import type { Editor } from '@tiptap/core';
import { ArrowLeft, ListChecks } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import useSWR from 'swr';
import type { Query } from '#attribution';
import { highlightRange, Sidebar, useClaims, useReading, highlightsOf } from '#components/attribution';
import { Publish } from '#components/review';
import { api, Avatar, Button, Notice } from '#components/ui';
import { blockAt, countWords, fieldText, project, rangesAt, type Projection } from '#document';
import { may, storyKind, storyReply, type Blocker, type Person, type StoryReply } from '#protocol';
import { Body } from './Body';
import { Ended } from './Ended';
import { Field } from './Field';
import { Presence } from './Presence';
import { SavedWord } from './SavedWord';
import type { StorySession } from './session';
import { Toolbar } from './Toolbar';
import { useSession } from './useSession';
import styles from './StoryPage.module.css';

/** One story: the page that is written on, and the sidebar that reads along. */
export function StoryPage({ person, story: first }: { person: Person; story: StoryReply }) {
  const { data, mutate } = useSWR(
    `/api/stories/${first.id}`,
    (path: string) => api(path, (json) => storyReply.parse(json)),
    {
      fallbackData: first,
      revalidateOnMount: false,
    },
  );
  const story = data ?? first;
  const { session, state } = useSession({ story: first.id, epoch: first.epoch, person: person.id });
  useEffect(
    () => session?.onTopic((topic) => (topic === 'claims' ? undefined : void mutate())),
    [session, mutate],
  );
  if (!session || !state.ready)
    return (
      <main className={styles['opening']} aria-busy="true">
        {state.saved.at === 'ended' ? (
          <Ended saved={state.saved} session={session} />
        ) : (
          <p role="status">Opening the story…</p>
        )}
      </main>
    );
  return (
    <Open
      person={person}
      story={story}
      session={session}
      saved={state.saved}
      onStory={(next) => void mutate(next, { revalidate: false })}
    />
  );
}

type OpenProps = {
  person: Person;
  story: StoryReply;
  session: StorySession;
  saved: ReturnType<StorySession['getState']>['saved'];
  onStory(story: StoryReply): void;
};

function Open({ person, story, session, saved, onStory }: OpenProps) {
  const [editor, setEditor] = useState<Editor | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [publishing, setPublishing] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const actions = useClaims(story.id, session);
  const state = useReading({ editor, doc: session.doc, kind: story.kind, claims: actions.claims });
  const { reading } = state;
  const mayWrite = may(person, 'story.write', { access: 'newsroom' });
  const readOnly = !mayWrite || saved.at === 'ended' || saved.at === 'refused';
  const side = useRef<HTMLElement>(null);
  const { reload } = actions;
  useEffect(() => session.onTopic((topic) => (topic === 'claims' ? reload() : undefined)), [session, reload]);

  const highlights = useMemo(() => (reading ? highlightsOf(reading) : []), [reading]);
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.commands.showHighlights({ highlights, selected });
  }, [editor, highlights, selected]);

  const pick = useCallback((query: string) => setSelected(query), []);
  const open = reading?.queries.filter((query) => query.state === 'open').length ?? 0;
  const words = useMemo(
    () => (reading ? countWords(reading.projection.text) : story.wordCount),
    [reading, story.wordCount],
  );

  /** Puts the caret into the field that an offset falls into; false where it is in the body. */
  function focusField(projection: Projection, start: number): boolean {
    const block = blockAt(projection, start);
    if (!block || block.position !== null) return false;
    document.querySelector<HTMLTextAreaElement>(`[data-field="${block.key}"]`)?.focus();
    return true;
  }
  function show(range: { from: number; to: number } | null) {
    if (!editor || !range) return;
    const { node } = editor.view.domAtPos(range.from);
    const element = node instanceof HTMLElement ? node : node.parentElement;
    element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }
  function jump(query: Query) {
    if (!editor || !reading || focusField(reading.projection, query.start)) return;
    show(highlightRange(editor.state, query.id));
  }
  function jumpTo(blocker: Blocker) {
    const query = reading?.queries.find(
      (one) => one.rule === blocker.rule && one.sentenceText === blocker.sentence,
    );
    if (query) {
      setSelected(query.id);
      setDrawer(true);
      return jump(query);
    }
    if (!blocker.at || !editor) return;
    // The text as it is now: the engine may not have read it yet.
    const fields = {
      headline: fieldText(session.doc, 'headline').toString(),
      dek: fieldText(session.doc, 'dek').toString(),
    };
    const projection = project(fields, editor.state.doc);
    if (focusField(projection, blocker.at.start)) return;
    const [range] = rangesAt(projection, blocker.at.start, blocker.at.end);
    if (!range) return;
    editor.chain().focus().setTextSelection(range).run();
    show(range);
  }

  // Ctrl+Alt+Q goes to the queries and back: the sidebar can be worked without a mouse.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.key.toLowerCase() !== 'q') return;
      event.preventDefault();
      setDrawer(true);
      side.current?.querySelector<HTMLButtonElement>('li > button')?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const fieldProps = { doc: session.doc, readOnly };
  const after = (field: string) => () => {
    if (field === 'body') editor?.commands.focus('start');
    else document.querySelector<HTMLTextAreaElement>(`[data-field="${field}"]`)?.focus();
  };
  return (
    <div className={styles['page']}>
      <header className={styles['bar']}>
        <Link href="/" className={styles['back']} aria-label="Back to the desk" title="Back to the desk">
          <ArrowLeft size={17} />
        </Link>
        {editor && !readOnly ? (
          <Toolbar editor={editor} />
        ) : (
          <span className={styles['readOnly']}>{mayWrite ? '' : 'Reading only'}</span>
        )}
        <div className={styles['right']}>
          <SavedWord saved={saved} />
          <Presence provider={session.provider} me={person.id} />
          <Avatar name={person.name} colour={person.colour} />
          <Button
            size="small"
            className={styles['drawerButton']}
            aria-expanded={drawer}
            onClick={() => setDrawer(!drawer)}
          >
            <ListChecks size={14} aria-hidden="true" /> Queries {open}
          </Button>
          <Button
            size="small"
            look={may(person, 'story.publish') ? 'primary' : 'plain'}
            onClick={() => setPublishing(true)}
          >
            {may(person, 'story.publish') ? 'Publish…' : 'Check…'}
          </Button>
        </div>
      </header>
      <div className={styles['columns']}>
        <main className={styles['sheet']}>
          {saved.at === 'ended' || saved.at === 'refused' ? <Ended saved={saved} session={session} /> : null}
          <Field
            {...fieldProps}
            field="headline"
            label="Headline"
            placeholder="Headline"
            onLeave={after('dek')}
          />
          <Field {...fieldProps} field="dek" label="Dek" placeholder="Dek" onLeave={after('byline')} />
          <div className={styles['lines']}>
            <Field
              {...fieldProps}
              field="byline"
              label="Byline"
              placeholder="Byline"
              onLeave={after('dateline')}
            />
            <Field
              {...fieldProps}
              field="dateline"
              label="Dateline"
              placeholder="Dateline"
              onLeave={after('body')}
            />
          </div>
          <div className={styles['meta']}>
            <KindChoice story={story} readOnly={!mayWrite} onStory={onStory} />
            <span>
              {words} {words === 1 ? 'word' : 'words'}
            </span>
          </div>
          <Body session={session} person={person} readOnly={readOnly} onEditor={setEditor} onPick={pick} />
        </main>
        <aside ref={side} className={styles['side']} data-open={drawer || undefined}>
          <Sidebar
            person={person}
            authors={story.authors.map((author) => author.id)}
            state={state}
            actions={actions}
            selected={selected}
            onSelect={setSelected}
            onJump={jump}
            onBack={() => {
              setDrawer(false);
              editor?.commands.focus();
            }}
          />
        </aside>
      </div>
      {publishing ? (
        <Publish
          person={person}
          story={story.id}
          durable={() => session.durable()}
          onJump={jumpTo}
          onClose={() => setPublishing(false)}
        />
      ) : null}
    </div>
  );
}

function KindChoice({
  story,
  readOnly,
  onStory,
}: {
  story: StoryReply;
  readOnly: boolean;
  onStory(story: StoryReply): void;
}) {
  const [problem, setProblem] = useState(false);
  return (
    <label className={styles['kind']}>
      <span>Kind</span>
      <select
        value={story.kind}
        disabled={readOnly}
        onChange={(event) => {
          const kind = storyKind.parse(event.target.value);
          api(`/api/stories/${story.id}`, (json) => storyReply.parse(json), {
            method: 'PATCH',
            body: { kind },
          })
            .then((next) => {
              setProblem(false);
              onStory(next);
            })
            .catch(() => setProblem(true));
        }}
      >
        {storyKind.options.map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </select>
      {problem ? <Notice kind="problem">The kind was not changed. Try again.</Notice> : null}
    </label>
  );
}
