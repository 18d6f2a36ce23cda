import { isFailure, type DestinationId, type StoryId } from '#protocol';
import { deliver } from './delivery';
import { Halt } from './halt';
import { defaultSchedule, isLastLookup, settle, type Ending, type Schedule } from './job';
import type { Jobs, TakenJob } from './jobs';
import type { Log } from './publisher';
import type { System } from './systems/system';

/** Deliveries at a time: they wait for networks, not for us. */
const WIDTH = 4;

/** Takes due jobs up and settles them. The table is the queue: a wake-up is only a hint, and a lost one costs a poll. */
export function createLoop(options: {
  jobs: Jobs;
  systemFor(destination: DestinationId): Promise<System>;
  onChanged(story: StoryId): void;
  log: Log;
  /** No other process delivers from this database. */
  alone: boolean;
  schedule?: Partial<Schedule>;
}) {
  const { jobs, systemFor, onChanged, log, alone } = options;
  const schedule: Schedule = { ...defaultSchedule, ...options.schedule };
  const underWay = new Set<Promise<void>>();
  let running = false;
  let turning: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (!running) return;
    if (turning) {
      again = true;
      return;
    }
    clearTimeout(timer);
    turning = turn().finally(() => {
      turning = null;
      if (again) {
        again = false;
        wake();
      }
    });
  }

  async function turn(): Promise<void> {
    let wait = schedule.poll;
    try {
      for (const story of await jobs.reclaim(false)) onChanged(story);
      while (running && underWay.size < WIDTH) {
        const job = await jobs.take(schedule.lease, schedule.lookups.length);
        if (!job) break;
        onChanged(job.story);
        const delivery = handle(job).finally(() => {
          underWay.delete(delivery);
          wake();
        });
        underWay.add(delivery);
      }
      if (underWay.size < WIDTH) wait = Math.min(wait, (await jobs.nextDue()) ?? wait);
    } catch (error) {
      // The database is away for a moment; the jobs are in it, and wait.
      log.error({ error }, 'The publishing jobs cannot be read.');
    }
    if (running) timer = setTimeout(wake, Math.max(wait, 20));
  }

  async function handle(job: TakenJob): Promise<void> {
    try {
      const ending = await endingOf(job);
      const taken = {
        attempts: job.attempts,
        lookups: job.lookups,
        lookable: job.payload.kind === 'wordpress',
      };
      const settled = settle(taken, ending, schedule, Math.random());
      const kept = await jobs.settle(job, settled);
      const fields = { job: job.id, story: job.story, state: settled.state, attempts: job.attempts };
      if (!kept) log.warn(fields, 'A delivery ended after its lease, and another process settles it.');
      else log.info(fields, 'A delivery was settled.');
      onChanged(job.story);
    } catch (error) {
      // The row still says "sending": the lease runs out, and the job is looked up as unknown.
      log.error({ error, job: job.id }, 'A delivery could not be settled.');
    }
  }

  async function endingOf(job: TakenJob): Promise<Ending> {
    try {
      const system = await systemFor(job.destination);
      const mode = job.was === 'unknown' ? 'look' : 'send';
      await deliver(
        { key: job.key, payload: job.payload, mode, last: isLastLookup(job, schedule) },
        system,
        jobs.ledger(job),
      );
      return { kind: 'delivered' };
    } catch (error) {
      if (error instanceof Halt) {
        const { code, message: problem, retryAfter } = error;
        return code === 'again' || code === 'unseen'
          ? { kind: code, problem, retryAfter }
          : { kind: code, problem };
      }
      if (isFailure(error)) return { kind: 'refused', problem: error.message };
      // Ours or the database's fault, at a point that we do not know: looked up before anything is sent again.
      log.error({ error, job: job.id }, 'A delivery broke off.');
      return {
        kind: 'unknown',
        problem: 'Something went wrong on our side. Looking whether the story arrived.',
      };
    }
  }

  return {
    wake,
    start(): void {
      if (running) return;
      running = true;
      if (!alone) return wake();
      turning = jobs
        .reclaim(true)
        .then((stories) => stories.forEach(onChanged))
        .catch((error: unknown) => log.error({ error }, 'The publishing jobs cannot be read.'))
        .finally(() => {
          turning = null;
          wake();
        });
    },
    async stop(): Promise<void> {
      running = false;
      clearTimeout(timer);
      await turning;
      clearTimeout(timer);
      let patience: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, schedule.patience);
      });
      await Promise.race([Promise.all(underWay), enough]);
      clearTimeout(patience);
    },
  };
}
