'use client';

import { useMemo, useRef, useState } from 'react';
import type { Query } from '#attribution';
import { may, type Person } from '#protocol';
import { Empty, Notice, sentenceOf } from '#components/ui';
import { placeOf } from './anchor';
import { LinkSource } from './LinkSource';
import { OkAsIs } from './OkAsIs';
import { QueryRow } from './QueryRow';
import type { ClaimActions } from './useClaims';
import type { Reading, ReadingState } from './useReading';
import { reasonSays } from './words';
import styles from './Sidebar.module.css';

type Props = {
  person: Person;
  authors: readonly string[];
  state: ReadingState;
  actions: ClaimActions;
  selected: string | null;
  onSelect(query: string | null): void;
  onJump(query: Query): void;
  onBack(): void;
};
type Doing = { what: 'link' | 'ok'; query: Query; reading: Reading } | null;

/** The sidebar that reads along: every open query beside the words that it is about. */
export function Sidebar({ person, authors, state, actions, selected, onSelect, onJump, onBack }: Props) {
  const { reading, failed } = state;
  const [tab, setTab] = useState<{ shown: Query['state']; since: string | null }>({
    shown: 'open',
    since: null,
  });
  const [doing, setDoing] = useState<Doing>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);

  const queries = useMemo(() => reading?.queries ?? [], [reading]);
  const open = useMemo(() => queries.filter((query) => query.state === 'open'), [queries]);
  const answered = useMemo(() => queries.filter((query) => query.state === 'answered'), [queries]);
  // The tab that was chosen holds until another row is: a click in the text may choose one that the other tab holds.
  const chosen = tab.since === selected ? undefined : queries.find((query) => query.id === selected);
  const shown = chosen?.state ?? tab.shown;
  const must = open.filter((query) => query.mustAnswer).length;
  const rows = shown === 'open' ? open : answered;
  const mayAnswer = may(person, 'claim.link');

  function choose(query: Query) {
    setTab({ shown, since: query.id });
    onSelect(query.id);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.target instanceof HTMLInputElement || event.metaKey || event.ctrlKey || event.altKey) return;
    const at = rows.findIndex((query) => query.id === selected);
    const current = rows[at];
    const go = (to: Query | undefined) => {
      if (!to) return;
      event.preventDefault();
      choose(to);
      const buttons = list.current?.querySelectorAll<HTMLButtonElement>('li > button');
      buttons?.[rows.indexOf(to)]?.focus({ preventScroll: true });
    };
    if (event.key === 'j' || event.key === 'ArrowDown') go(rows[at + 1] ?? rows.at(-1));
    else if (event.key === 'k' || event.key === 'ArrowUp') go(rows[Math.max(0, at - 1)]);
    else if (event.key === 'Escape') onBack();
    else if (
      current &&
      mayAnswer &&
      reading &&
      current.state === 'open' &&
      (event.key === 'l' || event.key === 'o')
    ) {
      event.preventDefault();
      setDoing({ what: event.key === 'l' ? 'link' : 'ok', query: current, reading });
    }
  }

  async function attempt(work: () => Promise<void>) {
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
  }

  return (
    <section className={styles['sidebar']} aria-label="Queries" onKeyDown={onKeyDown}>
      <header className={styles['header']}>
        <p className={styles['verdict']} data-mood={must > 0 ? 'must' : 'calm'} role="status">
          {!reading
            ? 'Reading…'
            : must > 0
              ? `${must} to answer before publishing`
              : 'Nothing has to be answered'}
        </p>
        <div className={styles['tabs']} role="tablist" aria-label="Which queries">
          {(['open', 'answered'] as const).map((which) => (
            <button
              key={which}
              type="button"
              role="tab"
              aria-selected={shown === which}
              onClick={() => setTab({ shown: which, since: selected })}
            >
              {which === 'open' ? 'Open' : 'Answered'}{' '}
              <span>{which === 'open' ? open.length : answered.length}</span>
            </button>
          ))}
        </div>
      </header>
      {problem ? <Notice kind="problem">{problem}</Notice> : null}
      {failed ? (
        <Notice kind="problem">
          The reader stopped. Your text is safe; reload the page to start it again.
        </Notice>
      ) : null}
      {actions.problem ? <Notice kind="problem">{sentenceOf(actions.problem)}</Notice> : null}
      {reading && rows.length === 0 ? (
        <Empty title={shown === 'open' ? 'No open queries' : 'Nothing answered yet'}>
          {shown === 'open'
            ? queries.length > 0
              ? 'Every query in this story has an answer.'
              : 'As you write, claims without a source appear here.'
            : 'Link a source to a query, or say why it may stand.'}
        </Empty>
      ) : null}
      <ul ref={list} className={styles['list']}>
        {rows.map((query) => (
          <QueryRow
            key={query.id}
            query={query}
            selected={query.id === selected}
            mayAnswer={mayAnswer}
            answer={query.state === 'answered' ? answerOf(query, reading, actions, attempt) : null}
            onSelect={() => {
              choose(query);
              onJump(query);
            }}
            onLink={() => reading && setDoing({ what: 'link', query, reading })}
            onOk={() => reading && setDoing({ what: 'ok', query, reading })}
          />
        ))}
      </ul>
      {mayAnswer && rows.length > 0 ? (
        <footer className={styles['keys']}>
          <kbd>J</kbd> <kbd>K</kbd> move · <kbd>L</kbd> link · <kbd>O</kbd> OK as is · <kbd>Esc</kbd> back to
          the text
        </footer>
      ) : null}
      {doing?.what === 'link' ? (
        <LinkSource
          quote={doing.query.sentenceText}
          suggestion={nameIn(doing)}
          onClose={() => setDoing(null)}
          onLink={async (evidence) => {
            // Rows of one cause are answered together: each of their sentences gets the source.
            for (const index of doing.query.sentences) {
              const sentence = doing.reading.analysis.sentences[index];
              const place = sentence && placeOf(doing.reading.projection, sentence);
              if (place) await actions.link(place, evidence);
            }
            setDoing(null);
          }}
        />
      ) : null}
      {doing?.what === 'ok' ? (
        <OkAsIs
          sentence={doing.query.sentenceText}
          proposal={
            doing.query.rule.startsWith('accusation.') &&
            (!may(person, 'query.dismissAccusation') || authors.includes(person.id))
          }
          onClose={() => setDoing(null)}
          onAnswer={async (reason, note) => {
            await actions.dismiss(doing.query.rule, doing.query.sentenceText, reason, note);
            setDoing(null);
          }}
        />
      ) : null}
    </section>
  );
}

/** The source that the text itself names for this sentence: a good first guess for the card. */
function nameIn({ query, reading }: NonNullable<Doing>): string {
  const by = reading.analysis.sentences[query.sentence]?.by ?? [];
  for (const index of by) {
    const named = reading.analysis.attributions[index]?.resolved;
    if (named) return named;
  }
  return '';
}

function answerOf(
  query: Query,
  reading: Reading | null,
  actions: ClaimActions,
  attempt: (work: () => Promise<void>) => Promise<void>,
): { says: string; undo: (() => void) | null } {
  const { claims } = actions;
  if (!claims || !reading) return { says: 'Answered', undo: null };
  const answer = reading.answers.get(query.id);
  if (query.answeredBy === 'evidence') {
    const linked = claims.claims.filter((claim) => answer?.claims.includes(claim.id));
    const names = [
      ...new Set(linked.flatMap((claim) => claim.evidence.map((evidence) => evidence.source.name))),
    ];
    const undo = () =>
      void attempt(async () => {
        for (const claim of linked) await actions.unlink(claim.id);
      });
    return {
      says: names.length > 0 ? `Linked: ${names.join(', ')}` : 'Linked',
      undo: linked.length > 0 ? undo : null,
    };
  }
  const given = claims.dismissals.findLast((one) => answer?.dismissals.includes(one.id));
  if (!given) return { says: 'OK as is', undo: null };
  const note = given.note ? `: ${given.note}` : '';
  return {
    says: `OK as is (${given.by.name}): ${reasonSays[given.reason].toLowerCase()}${note}`,
    undo: () => void attempt(() => actions.reopen(given.id)),
  };
}
