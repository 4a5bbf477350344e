/** Reads every input of a command, with progress on a terminal. */
import { type Batch, PoisonDeliveryError } from '../decode/batch.ts';
import { decode } from '../decode/decode.ts';
import { decodeDocuments } from '../decode/documents.ts';
import type { Origin } from '../schema/audit-event.ts';
import type { EventFormat } from '../signal.ts';
import { explain, type Input, type InputProblem } from './inputs.ts';
import { type Period, within } from './period.ts';
import { progressOn } from './progress.ts';

export interface Reading {
  readonly format: EventFormat;
  readonly period: Period;
  /** What is known of inputs that do not tell it themselves. */
  readonly known: Omit<Origin, 'source'>;
}

/**
 * Decodes input by input and hands each on as one delivery. One that cannot be used does not keep the others from
 * being read.
 * @returns the inputs that could not be used
 */
export async function readAll(
  inputs: readonly Input[],
  { format, period, known }: Reading,
  deliver: (batches: AsyncIterable<Batch>) => Promise<void>,
): Promise<readonly InputProblem[]> {
  const sizes = inputs.map(({ size }) => size);
  const allKnown = sizes.every((size) => size !== undefined);
  const progress = progressOn(
    process.stderr,
    allKnown ? sizes.reduce((sum, size) => sum + size, 0) : undefined,
  );
  const unusable: InputProblem[] = [];
  const read = format === 'document' ? decodeDocuments : decode;
  for (const input of inputs) {
    const origin = { ...known, source: input.name };
    let unread = 0;
    const bytes = tapped(input.open(), ({ length }) => {
      unread += length;
    });
    const batches = tapped(within(read(bytes, origin), period, format), ({ events }) => {
      progress.add(unread, events.length);
      unread = 0;
    });
    try {
      await deliver(batches);
    } catch (error) {
      if (!(error instanceof PoisonDeliveryError || isSystemError(error))) throw error;
      unusable.push({ path: input.name, message: explain(error) });
    }
  }
  progress.stop();
  return unusable;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Passes values on and shows each to a listener. */
async function* tapped<T>(from: AsyncIterable<T>, listen: (value: T) => void): AsyncGenerator<T> {
  for await (const value of from) {
    listen(value);
    yield value;
  }
}
