/** What may go wrong on any machine: told in a sentence, where mistakes of Harrier's own show where they were made. */

import { PublishError } from '../publish/publisher.ts';
import { StateShapeError, StateSizeError, StateUnavailableError } from '../state/store.ts';
import { visible } from '../text/visible.ts';
import { ExitCode } from './command.ts';
import { explain } from './inputs.ts';

/**
 * @param error that ended a command
 * @returns what was found and how to mend it; undefined for an error that should not have happened
 */
export function troubleOf(error: unknown): string | undefined {
  // The class is of a module that is loaded only where it is asked for.
  if (error instanceof Error && error.name === 'StateFileError') return error.message;
  if (error instanceof StateUnavailableError || error instanceof StateShapeError) return error.message;
  if (error instanceof StateSizeError || error instanceof CannotWriteError) return error.message;
  if (error instanceof PublishError) return outputTrouble(error.cause);
  return undefined;
}

/** As `explain`, of a file or folder that was to be written. */
export function explainWriting(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be written' : explain(error);
}

/** A file that the command needs could not be written. The message names it. */
export class CannotWriteError extends Error {
  override readonly name = 'CannotWriteError';

  /** @param remedy what to do about it */
  constructor(path: string, cause: unknown, remedy: string) {
    super(`${path} cannot be written: ${explainWriting(cause)}; ${remedy}`, { cause });
  }
}

function outputTrouble(cause: unknown): string {
  return `standard output cannot be written: ${explain(cause)}; send it elsewhere and run the command again: what was not written does not count as sent`;
}

/**
 * Ends the process when standard output is full or gone. A reader that has seen enough (`| head`) closes the pipe; that
 * is no failure of ours, and nothing is said.
 * @param command as messages begin
 */
export function watchOutput(command: string): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(ExitCode.ran);
    tell(command, outputTrouble(error));
    process.exit(ExitCode.unusable);
  });
  // Where nobody can be told, the exit code is all that is left.
  process.stderr.on('error', () => {});
}

export function tell(command: string, trouble: string): void {
  process.stderr.write(`${command}: ${visible(trouble)}\n`);
}
