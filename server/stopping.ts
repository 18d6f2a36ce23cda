/** How long an orderly stop may take before the process ends all the same, in milliseconds. */
const patience = 50_000;

export interface Stopping {
  /** True from the first signal on: what fails now fails because of it. */
  begun(): boolean;
  /** Stops because of `reason`, and ends the process with 1. */
  end(reason: Error): void;
}

/**
 * Runs `stop` once, at the first of: SIGTERM, SIGINT (ctrl-C), the end of the launcher (its channel closes however
 * it dies), or `end(reason)`. Then the process ends: 0 for an asked stop, 1 otherwise.
 */
export function stopOnce(stop: () => Promise<void>, say: (line: string) => void): Stopping {
  let stopping = false;
  const begin = (code: number, line: string) => {
    if (stopping) return;
    stopping = true;
    say(line);
    // Not unref'ed: a stop that hangs must end too.
    const late = setTimeout(() => {
      say('The stop took too long: ending now.');
      process.exit(1);
    }, patience);
    stop().then(
      () => process.exit(code),
      (error: unknown) => {
        say(`The stop failed: ${error instanceof Error ? error.message : String(error)}`);
        clearTimeout(late);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => begin(0, 'Stopping'));
  process.on('SIGINT', () => begin(0, 'Stopping'));
  if (process.channel) process.on('disconnect', () => begin(0, 'Stopping: the launcher is gone'));
  return { begun: () => stopping, end: (reason) => begin(1, reason.message) };
}
