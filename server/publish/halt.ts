/**
 * Why a delivery stops before its end. `again`: it may be tried once more as it is. `unknown`: something was sent and no
 * answer came. `absent`: a look-up after `unknown` found nothing yet. `unseen`: that look-up itself failed. `refused`: the same request would be refused
 * again. `conflict`: somebody has changed there what is ours. `overtaken`: a later version is waiting.
 */
export type HaltCode = 'again' | 'unknown' | 'absent' | 'unseen' | 'refused' | 'conflict' | 'overtaken';

/** Thrown inside this room only; ends as the job's next state. The message is for an editor to read. */
export class Halt extends Error {
  constructor(
    readonly code: HaltCode,
    message: string,
    /** Milliseconds that the other side asked us to wait (Retry-After). */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'Halt';
  }
}
