import { text } from 'node:stream/consumers';
import { check, checkUsage, type CheckIo } from './check';

/** The commands, each with its own file: it gets what comes after its name and answers the exit status. */
const commands: Record<string, (argv: readonly string[], io: CheckIo) => Promise<number>> = { check };

async function main(): Promise<number> {
  const [name, ...argv] = process.argv.slice(2);
  const command = name === undefined ? undefined : commands[name];
  if (command === undefined) {
    process.stderr.write(`There is no command "${name ?? ''}".\n\n${checkUsage}\n`);
    return 2;
  }
  return command(argv, {
    out: (words) => process.stdout.write(words),
    err: (words) => process.stderr.write(words),
    stdin: () => text(process.stdin),
    env: process.env,
    cwd: process.cwd(),
  });
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// The status is set, not exited with: what was written to a pipe must first be gone.
process.exitCode = await main();
