/** Inputs that can be read more than once: what comes through a pipe is kept in a file of its own. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Input } from './inputs.ts';
import { withTemporaryFolder } from './temporary.ts';
import { CannotWriteError } from './trouble.ts';

const remedy =
  'what comes through a pipe is read twice, and kept there meanwhile; name another folder in TMPDIR';

/**
 * @param interrupt once it is aborted, what was read is all there is
 * @param use is given inputs in place of those; when it is done, what was kept is gone
 * @throws CannotWriteError
 */
export async function readTwice<Result>(
  inputs: readonly Input[],
  interrupt: AbortSignal | undefined,
  use: (inputs: readonly Input[]) => Promise<Result>,
): Promise<Result> {
  const passing = inputs.filter(({ size }) => size === undefined);
  if (passing.length === 0) return use(inputs);
  return withTemporaryFolder(remedy, async (folder) => {
    const kept = new Map<Input, Input>();
    for (const [index, input] of passing.entries())
      kept.set(input, await keep(input, join(folder, String(index)), interrupt));
    return use(inputs.map((input) => kept.get(input) ?? input));
  });
}

async function keep(input: Input, path: string, interrupt: AbortSignal | undefined): Promise<Input> {
  const file = createWriteStream(path, { mode: 0o600 });
  let cannotWrite: unknown;
  file.once('error', (error) => {
    cannotWrite = error;
  });
  try {
    await pipeline(until(interrupt, input.open()), file);
  } catch (error) {
    if (cannotWrite === error) throw new CannotWriteError(path, error, remedy);
    throw error;
  }
  const open = () => createReadStream(path, { highWaterMark: 1 << 20 });
  return { name: input.name, path, size: file.bytesWritten, open };
}

async function* until<T>(interrupt: AbortSignal | undefined, from: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const each of from) {
    yield each;
    if (interrupt?.aborted) return;
  }
}
