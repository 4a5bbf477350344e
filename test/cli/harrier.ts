/** Runs the command line as a user does: as a process of its own. */
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd: string;
  /** What comes in through standard input. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export async function harrier(args: readonly string[], { cwd, input, env }: Surroundings): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: tmpdir(), ...env },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input ?? '');
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr: stable(stderr) };
}

/** Without what differs from run to run and from machine to machine. */
function stable(output: string): string {
  return output.replaceAll(root, '<harrier>/').replaceAll(/\d+\.\d s \([\d,]+ events? a second\)/g, '<time>');
}

/** Runs commands and writes down what a user would see of each: standard output, standard error, the exit code. */
export async function transcript(
  commands: readonly (readonly string[])[],
  surroundings: Surroundings,
): Promise<string> {
  const shown = commands.map(async (args) => {
    const { code, stdout, stderr } = await harrier(args, surroundings);
    return `$ harrier ${args.join(' ')}\n${stdout}${stderr}[exit code ${code}]\n`;
  });
  return (await Promise.all(shown)).join('\n');
}
