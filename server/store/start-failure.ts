/** Why a server cannot start or go on with its data. Scripts tell the cases apart by `code`. */
export type StartFailureCode =
  | 'config.invalid'
  | 'data.inUse'
  | 'data.notOurs'
  | 'data.notWritable'
  | 'data.otherVersion'
  | 'database.failed'
  | 'database.fsyncOff'
  | 'database.lost'
  | 'database.platform'
  | 'database.tooOld'
  | 'database.unreachable'
  | 'port.taken';

/**
 * An error of start-up (or of the database's sudden end). `message` is for the person at the terminal and says
 * what to do next: it is printed without a stack.
 */
export class StartFailure extends Error {
  constructor(
    readonly code: StartFailureCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'StartFailure';
  }
}

/** True for a `StartFailure` of any module instance. */
export function isStartFailure(error: unknown): error is StartFailure {
  return error instanceof Error && error.name === 'StartFailure';
}

/** The `code` of a system or PostgreSQL error, or undefined where there is none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The words of an error for a message, whatever was thrown. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** What the system says about a data folder, in words; an error that is about something else stays as it is. */
export function dataFailure(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'cannot be written to: the disk is full. Free some space and start again.'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'cannot be written to by this user. Make it yours, or set ONRECORD_DATA to another folder.'
        : null;
  if (why === null || isStartFailure(error)) return error;
  return new StartFailure('data.notWritable', `The data folder ${folder} ${why}`, { cause: error });
}
