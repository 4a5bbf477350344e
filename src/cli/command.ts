/** What a command of the command line is. */

export const ExitCode = {
  /** The command ran; whether there were alerts makes no difference. */
  ran: 0,
  /** An input or a rule could not be used; the rest was. */
  unusable: 1,
  /** The command was called wrongly; nothing was done. */
  usage: 2,
  /** Ctrl-C: what a shell gives a process that ended by SIGINT. */
  interrupted: 130,
} as const;

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** @returns an exit code; throws UsageError if called wrongly */
  run(args: readonly string[]): Promise<number>;
}

/** The command line does not fit; the message says what was found and expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
