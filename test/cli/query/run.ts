/** Runs the command's function, and keeps what it writes. */
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { UsageError } from '../../../src/cli/command.ts';
import { runQuery } from '../../../src/cli/query.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function query(...args: readonly string[]): Promise<Ran> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  try {
    const code = await runQuery(args, { stdout, stderr });
    return { code, stdout: stdout.text, stderr: stderr.text };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, stdout: stdout.text, stderr: `${stderr.text}${error.message}\n` };
  }
}

/**
 * Runs commands on files of a folder, and writes down what a user there would see: standard output, standard error, the
 * exit code.
 */
export async function transcript(commands: readonly (readonly string[])[], folder: string): Promise<string> {
  const shown: string[] = [];
  for (const args of commands) {
    const there = args.map((arg) => (/^[\w-]+\.json(?:\.gz)?$/.test(arg) ? join(folder, arg) : arg));
    const { code, stdout, stderr } = await query(...there);
    const told = stderr
      .replaceAll(`${folder}/`, '')
      .replaceAll(/\d+\.\d s \([\d,]+ events? a second\)/g, '<time>');
    shown.push(`$ harrier query ${args.join(' ')}\n${stdout}${told}[exit code ${code}]\n`);
  }
  return shown.join('\n');
}

class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
