import type { JobState } from '#protocol';
import type { HaltCode } from './halt';

/** When a job is taken up again, in milliseconds. */
export type Schedule = {
  /** After an unknown outcome: how long to wait for each look-up, counted from the one before. */
  lookups: readonly number[];
  /** First wait after a failure that may pass; doubles each time, up to the cap, jittered. */
  retryBase: number;
  retryCap: number;
  /** Attempts after which only a person starts it again. */
  attempts: number;
  /** How long a job may be in the hands of one process. Longer than any delivery takes. */
  lease: number;
  /** How often the table is read although nobody called, for jobs that another node has made. */
  poll: number;
  /** How long a stop waits for deliveries under way. */
  patience: number;
};

/** Look-ups 2, 10, 30 and 120 s after the cut: an aborted create can land late. */
export const defaultSchedule: Schedule = {
  lookups: [2_000, 8_000, 20_000, 90_000],
  retryBase: 2_000,
  retryCap: 15 * 60_000,
  attempts: 12,
  lease: 10 * 60_000,
  poll: 15_000,
  patience: 8_000,
};

/** A remote's Retry-After may not park a story for longer than this. */
const LONGEST_WAIT = 24 * 3_600_000;

/** What the next state depends on: the job as it was taken up. */
export type Taken = {
  /** Times that it was sent, this one included. */
  attempts: number;
  /** Look-ups since the outcome became unknown, without this one. */
  lookups: number;
  /** False for a receiver of events, where an unknown outcome is sent again under the same key. */
  lookable: boolean;
};

export type Ending =
  | { kind: 'delivered' }
  | { kind: Exclude<HaltCode, 'again' | 'unseen'>; problem: string }
  | { kind: 'again' | 'unseen'; problem: string; retryAfter: number | null };

export type Settled = {
  state: Exclude<JobState, 'sending' | 'pending'>;
  problem: string | null;
  lookups: number;
  /** Milliseconds until it is taken up again; null where it rests. */
  wait: number | null;
};

/** The state machine of a job that was taken up: how it ended → what becomes of it. Pure; `random` is in [0, 1). */
export function settle(taken: Taken, ending: Ending, schedule: Schedule, random: number): Settled {
  const resting = (
    state: 'done' | 'conflict' | 'failed' | 'superseded',
    problem: string | null,
  ): Settled => ({
    state,
    problem,
    lookups: 0,
    wait: null,
  });
  switch (ending.kind) {
    case 'delivered':
      return resting('done', null);
    case 'overtaken':
      return resting('superseded', ending.problem);
    case 'conflict':
      return resting('conflict', ending.problem);
    case 'refused':
      return resting('failed', ending.problem);
    case 'unknown': {
      if (taken.attempts >= schedule.attempts) return resting('failed', givenUp(ending.problem, taken));
      const wait = taken.lookable ? (schedule.lookups[0] ?? 0) : backoff(taken.attempts, schedule, random);
      return { state: 'unknown', problem: ending.problem, lookups: 0, wait };
    }
    case 'absent': {
      const lookups = taken.lookups + 1;
      return { state: 'unknown', problem: ending.problem, lookups, wait: schedule.lookups[lookups] ?? 0 };
    }
    case 'unseen': {
      // A look-up that fails leaves the outcome as unknown as it was: nothing may be sent on the strength of it.
      const wait = Math.max(schedule.lookups[taken.lookups] ?? 0, ending.retryAfter ?? 0);
      return {
        state: 'unknown',
        problem: ending.problem,
        lookups: taken.lookups,
        wait: Math.min(wait, LONGEST_WAIT),
      };
    }
    case 'again': {
      if (taken.attempts >= schedule.attempts) return resting('failed', givenUp(ending.problem, taken));
      const wait = Math.max(backoff(taken.attempts, schedule, random), ending.retryAfter ?? 0);
      return { state: 'retry', problem: ending.problem, lookups: 0, wait: Math.min(wait, LONGEST_WAIT) };
    }
  }
}

function givenUp(problem: string, { attempts }: Taken): string {
  return `${problem} Given up after ${attempts} attempts.`;
}

/** True for the look-up after which, nothing having been found, it is sent again. */
export function isLastLookup(taken: Pick<Taken, 'lookups'>, schedule: Schedule): boolean {
  return taken.lookups + 1 >= schedule.lookups.length;
}

/** Powers of two from the base to the cap, with jitter of the upper half: many jobs that failed together do not return together. */
function backoff(attempts: number, { retryBase, retryCap }: Schedule, random: number): number {
  const full = Math.min(retryCap, retryBase * 2 ** Math.max(0, attempts - 1));
  return Math.round(full / 2 + (full / 2) * random);
}
