'use client';

import { CircleAlert, CircleCheck, ExternalLink } from 'lucide-react';
import { useRef, useState } from 'react';
import useSWR from 'swr';
import { z } from 'zod';
import {
  destinationReply,
  Failure,
  gateReply,
  isFailure,
  jobReply,
  may,
  type Blocker,
  type DestinationId,
  type GateReply,
  type JobReply,
  type Person,
} from '#protocol';
import { api, Button, Dialog, Notice, sentenceOf } from '#components/ui';
import { jobSays } from './words';
import styles from './Publish.module.css';

const destinationsReply = z.object({ destinations: z.array(destinationReply) });
const jobsReply = z.object({ jobs: z.array(jobReply) });

type Props = {
  person: Person;
  story: string;
  /** Resolves once what was typed is on the server: the gate judges what is committed. */
  durable(): Promise<boolean>;
  onJump(blocker: Blocker): void;
  onClose(): void;
};

/** What stands between the story and publication, and, for an editor, the way out. */
export function Publish({ person, story, durable, onJump, onClose }: Props) {
  const mayPublish = may(person, 'story.publish');
  const gate = useSWR(
    `/api/stories/${story}/gate`,
    async (path: string) => {
      if (!(await durable()))
        throw new Failure(
          'sync.unavailable',
          'The last words are not on the server yet. Try again when it says “Saved”.',
        );
      return api(path, (json) => gateReply.parse(json));
    },
    { revalidateOnFocus: false },
  );
  const destinations = useSWR(mayPublish ? '/api/destinations' : null, (path: string) =>
    api(path, (json) => destinationsReply.parse(json)),
  );
  const jobs = useSWR(
    `/api/stories/${story}/jobs`,
    (path: string) => api(path, (json) => jobsReply.parse(json)),
    { refreshInterval: 1500 },
  );
  const [chosen, setChosen] = useState<ReadonlySet<DestinationId> | null>(null);
  const [refusal, setRefusal] = useState<GateReply | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const jump = useRef<Blocker | null>(null);
  // Made once an opened dialog: pressing twice, or again after a lost reply, is the same operation.
  const [key, setKey] = useState(() => crypto.randomUUID());

  const verdict = refusal ?? gate.data;
  const targets = destinations.data?.destinations ?? [];
  const selected = chosen ?? new Set(targets.map((target) => target.id));

  async function publish() {
    setBusy(true);
    setProblem(null);
    try {
      if (!(await durable()))
        throw new Failure(
          'sync.unavailable',
          'The last words are not on the server yet. Try again when it says “Saved”.',
        );
      await api(`/api/stories/${story}/publish`, () => null, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: { destinations: [...selected] },
      });
      setRefusal(null);
      setKey(crypto.randomUUID());
      await jobs.mutate();
    } catch (failure) {
      const blocked =
        isFailure(failure) && failure.code === 'gate.blocked' ? gateReply.safeParse(failure.details) : null;
      if (blocked?.success) setRefusal(blocked.data);
      else setProblem(sentenceOf(failure));
    }
    setBusy(false);
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={mayPublish ? 'Publish' : 'Before publishing'}
      onClosed={() => {
        if (!jump.current) return false;
        onJump(jump.current);
        return true;
      }}
    >
      <div className={styles['body']}>
        {problem || gate.error ? <Notice kind="problem">{problem ?? sentenceOf(gate.error)}</Notice> : null}
        {!verdict && !gate.error ? (
          <p className={styles['quiet']} role="status">
            Reading the story…
          </p>
        ) : null}
        {verdict ? (
          <Verdict
            gate={verdict}
            onJump={(blocker) => {
              jump.current = blocker;
              onClose();
            }}
          />
        ) : null}
        {mayPublish && verdict && verdict.blockers.length === 0 ? (
          <>
            <fieldset className={styles['targets']}>
              <legend>Where to</legend>
              {targets.map((target) => (
                <label key={target.id}>
                  <input
                    type="checkbox"
                    checked={selected.has(target.id)}
                    onChange={(event) => {
                      const next = new Set(selected);
                      if (event.target.checked) next.add(target.id);
                      else next.delete(target.id);
                      setChosen(next);
                    }}
                  />
                  {target.name} <small>{target.url}</small>
                </label>
              ))}
              {destinations.data && targets.length === 0 ? (
                <p className={styles['quiet']}>
                  There is no destination yet.{' '}
                  {may(person, 'destination.manage') ? (
                    <a href="/settings/destinations">Add one</a>
                  ) : (
                    'An admin adds them under Destinations.'
                  )}
                </p>
              ) : null}
            </fieldset>
            <Button look="primary" busy={busy} disabled={selected.size === 0} onClick={() => void publish()}>
              {busy ? 'Freezing this version…' : 'Publish this version'}
            </Button>
          </>
        ) : null}
        <Jobs jobs={jobs.data?.jobs ?? []} mayRetry={mayPublish} onChanged={() => void jobs.mutate()} />
      </div>
    </Dialog>
  );
}

function Verdict({ gate, onJump }: { gate: GateReply; onJump(blocker: Blocker): void }) {
  if (gate.blockers.length === 0)
    return (
      <p className={styles['pass']}>
        <CircleCheck size={16} aria-hidden="true" /> Nothing stands in the way.
        {gate.leftOpen > 0
          ? ` ${gate.leftOpen} ${gate.leftOpen === 1 ? 'query stays' : 'queries stay'} open.`
          : ''}
      </p>
    );
  return (
    <div>
      <p className={styles['stop']}>
        <CircleAlert size={16} aria-hidden="true" />
        {gate.blockers.length === 1
          ? 'One thing stands in the way'
          : `${gate.blockers.length} things stand in the way`}
      </p>
      <ol className={styles['blockers']}>
        {gate.blockers.map((blocker, index) => (
          <li key={index}>
            {blocker.at ? (
              <button type="button" onClick={() => onJump(blocker)}>
                {blocker.message}
                {blocker.sentence ? <span>{blocker.sentence}</span> : null}
              </button>
            ) : (
              <p>{blocker.message}</p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Jobs({
  jobs,
  mayRetry,
  onChanged,
}: {
  jobs: readonly JobReply[];
  mayRetry: boolean;
  onChanged(): void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  if (jobs.length === 0) return null;
  const retry = async (job: JobReply) => {
    try {
      await api(`/api/jobs/${job.id}/retry`, () => null, { method: 'POST' });
      setProblem(null);
    } catch (failure) {
      setProblem(sentenceOf(failure));
    }
    onChanged();
  };
  return (
    <section className={styles['jobs']} aria-label="Deliveries">
      <h3>Deliveries</h3>
      {problem ? <Notice kind="problem">{problem}</Notice> : null}
      <ul>
        {jobs.map((job) => (
          <li key={job.id} data-state={job.state}>
            <span className={styles['state']}>{jobSays[job.state]}</span>
            <span className={styles['where']}>
              {job.destination.name}
              {job.problem && job.state !== 'done' ? <small>{job.problem}</small> : null}
            </span>
            {job.remoteUrl && job.state === 'done' ? (
              <a href={job.remoteUrl} target="_blank" rel="noopener noreferrer">
                Open <ExternalLink size={12} aria-hidden="true" />
              </a>
            ) : null}
            {mayRetry && job.state === 'failed' ? (
              <Button size="small" onClick={() => void retry(job)}>
                Try again
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
