import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSchedule, isLastLookup, settle, type Ending, type Schedule } from './job';
import { mayPass, retryAfter } from './systems/wordpress';

const schedule = defaultSchedule;
const post = { attempts: 1, lookups: 0, lookable: true };
const event = { attempts: 1, lookups: 0, lookable: false };
const again = (retry: number | null = null): Ending => ({
  kind: 'again',
  problem: 'busy',
  retryAfter: retry,
});

describe('a job that was taken up', () => {
  it.each([
    [{ kind: 'delivered' }, 'done', null],
    [{ kind: 'refused', problem: 'no' }, 'failed', 'no'],
    [{ kind: 'conflict', problem: 'theirs' }, 'conflict', 'theirs'],
    [{ kind: 'overtaken', problem: 'later' }, 'superseded', 'later'],
  ] as const)('rests after %j as %s', (ending, state, problem) => {
    expect(settle(post, ending, schedule, 0.5)).toEqual({ state, problem, lookups: 0, wait: null });
  });

  it('is looked for 2, 10, 30 and 120 s after an unknown outcome, and then sent again', () => {
    const first = settle(post, { kind: 'unknown', problem: 'cut' }, schedule, 0.5);
    expect(first).toMatchObject({ state: 'unknown', lookups: 0 });
    let seconds = (first.wait ?? 0) / 1000;
    const looks = [seconds];
    let lookups = 0;
    while (!isLastLookup({ lookups }, schedule)) {
      const next = settle({ ...post, lookups }, { kind: 'absent', problem: 'not there' }, schedule, 0.5);
      expect(next.state).toBe('unknown');
      lookups = next.lookups;
      seconds += (next.wait ?? 0) / 1000;
      looks.push(seconds);
    }
    expect(looks).toEqual([2, 10, 30, 120]);
  });

  it('stays unknown, and no nearer to being sent, while the look-up itself fails', () => {
    const ending: Ending = { kind: 'unseen', problem: 'down', retryAfter: 60_000 };
    expect(settle({ ...post, lookups: 3 }, ending, schedule, 0)).toEqual({
      state: 'unknown',
      problem: 'down',
      lookups: 3,
      wait: 90_000,
    });
    expect(settle({ ...post, lookups: 0 }, ending, schedule, 0).wait).toBe(60_000);
  });

  it('waits in jittered powers of two, and never shorter than it was asked to', () => {
    for (const [attempts, least, most] of [
      [1, 1_000, 2_000],
      [2, 2_000, 4_000],
      [5, 16_000, 32_000],
      [11, 450_000, 900_000],
    ] as const) {
      expect(settle({ ...post, attempts }, again(), schedule, 0).wait).toBe(least);
      expect(settle({ ...post, attempts }, again(), schedule, 1).wait).toBe(most);
    }
    expect(settle(post, again(120_000), schedule, 0).wait).toBe(120_000);
    expect(settle(post, again(1), schedule, 0).wait).toBe(1_000);
    expect(settle(post, again(10 ** 12), schedule, 0).wait).toBe(24 * 3_600_000);
  });

  it('is given up after its attempts, with a word of why', () => {
    const ending = settle({ ...post, attempts: schedule.attempts }, again(), schedule, 0.5);
    expect(ending).toMatchObject({ state: 'failed', problem: 'busy Given up after 12 attempts.' });
    const cut: Ending = { kind: 'unknown', problem: 'cut' };
    expect(settle({ ...event, attempts: schedule.attempts }, cut, schedule, 0.5).state).toBe('failed');
  });

  it('is sent again with growing waits where nothing can be looked up', () => {
    const cut: Ending = { kind: 'unknown', problem: 'cut' };
    expect(settle({ ...event, attempts: 4 }, cut, schedule, 0)).toMatchObject({
      state: 'unknown',
      wait: 8_000,
    });
  });

  it('always ends at rest or with a wait that is finite and not negative', () => {
    const ending: fc.Arbitrary<Ending> = fc.oneof(
      fc.constant<Ending>({ kind: 'delivered' }),
      fc.constantFrom('unknown', 'absent', 'refused', 'conflict', 'overtaken').map((kind) => ({
        kind,
        problem: 'x',
      })),
      fc.record({
        kind: fc.constantFrom('again', 'unseen'),
        problem: fc.constant('x'),
        retryAfter: fc.option(fc.double({ min: 0, max: 1e15, noNaN: true })),
      }),
    );
    const waits: fc.Arbitrary<Schedule> = fc.record({
      lookups: fc.array(fc.nat(100_000), { maxLength: 5 }),
      retryBase: fc.nat(10_000),
      retryCap: fc.nat(1_000_000),
      attempts: fc.integer({ min: 1, max: 20 }),
      lease: fc.nat(),
      poll: fc.nat(),
      patience: fc.nat(),
    });
    fc.assert(
      fc.property(
        ending,
        waits,
        fc.record({ attempts: fc.integer({ min: 1, max: 40 }), lookups: fc.nat(6), lookable: fc.boolean() }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (how, when, taken, random) => {
          const { state, wait } = settle(taken, how, when, random);
          const waiting = state === 'retry' || state === 'unknown';
          expect(wait === null).toBe(!waiting);
          if (wait !== null) {
            expect(Number.isFinite(wait)).toBe(true);
            expect(wait).toBeGreaterThanOrEqual(0);
          }
          if (state === 'retry') expect(how.kind).toBe('again');
        },
      ),
    );
  });
});

describe('answers', () => {
  it('may pass for the statuses that say "later", and no other', () => {
    const passing = Array.from({ length: 500 }, (_, n) => n + 100).filter(mayPass);
    expect(passing.filter((status) => status < 500)).toEqual([408, 425, 429]);
    expect(passing).toContain(500);
    expect(passing).toContain(599);
  });

  it('tell how long to wait in seconds or by the clock', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    const asked = (value: string) =>
      retryAfter({ kind: 'answered', status: 503, body: '', headers: { 'retry-after': value } }, now);
    expect(asked('120')).toBe(120_000);
    expect(asked('Tue, 24 Nov 2026 10:01:00 GMT')).toBe(60_000);
    expect(asked('Tue, 24 Nov 2026 09:00:00 GMT')).toBeNull();
    expect(asked('soon')).toBeNull();
  });
});
