/** Reads every input of a command. */
import { type Batch, PoisonDeliveryError, type UndecodableRecord } from '../decode/batch.ts';
import type { Origin } from '../schema/audit-event.ts';
import type { Source } from '../source/source.ts';
import { count } from './count.ts';
import { explain, type Input, type InputProblem } from './inputs.ts';
import { type Period, withinPeriod } from './period.ts';
import type { Progress } from './progress.ts';
import type { InputSource } from './sources.ts';
import { unpacked } from './unpack/unpack.ts';
import { UnpackError } from './unpack/unpack-error.ts';

export interface ReadOptions {
  readonly input: InputSource;
  readonly period: Period;
  /** What is known of inputs that do not tell it themselves. */
  readonly known: Omit<Origin, 'source'>;
  readonly progress: Progress;
  /** Once it is aborted nothing more is read; what was read is handed on. */
  readonly interrupt?: AbortSignal;
}

/**
 * Decodes input by input and hands each on as one delivery. One that cannot be used does not keep the others from
 * being read.
 * @returns the inputs that could not be used
 */
export async function readAll(
  inputs: readonly Input[],
  { input: { source, isLog, decode }, period, known, progress, interrupt }: ReadOptions,
  deliver: (batches: AsyncIterable<Batch>) => Promise<void>,
): Promise<readonly InputProblem[]> {
  const unusable: InputProblem[] = [];
  const readOne = async (input: Input): Promise<void> => {
    const origin = { ...known, source: input.name };
    let unread = 0;
    let fault: UnpackError | undefined;
    const whole = untilFault(input.open(), (error) => {
      fault = error;
    });
    const bytes = tapped(whole, ({ length }) => {
      unread += length;
    });
    const contents = new Contents();
    const decoded = tapped(decode(bytes, origin), (batch) => {
      contents.add(batch);
      progress.add(unread, batch.events.length);
      unread = 0;
    });
    try {
      await deliver(withinPeriod(until(interrupt, decoded), period, source));
      const problem = fault?.message ?? contents.problem(source, interrupt?.aborted !== true);
      if (problem !== undefined) unusable.push({ path: input.name, message: problem });
    } catch (error) {
      if (!isOfInput(error)) throw error;
      unusable.push({ path: input.name, message: explain(error) });
    }
  };
  try {
    for (const input of inputs) {
      if (interrupt?.aborted) break;
      try {
        for await (const part of unpacked(input, isLog)) {
          if (interrupt?.aborted) break;
          await readOne(part);
        }
      } catch (error) {
        if (!isOfInput(error)) throw error;
        unusable.push({ path: input.name, message: explain(error) });
      }
    }
  } finally {
    // Also where the command ends: the bar hides the cursor.
    progress.stop();
  }
  return unusable;
}

/** Whether a record stands for the rest of a file that cannot be read to its end. */
export function isOfFile({ reason }: UndecodableRecord): boolean {
  return reason === 'truncated-stream' || reason === 'bad-compression';
}

/** What an input turned out to hold. */
class Contents {
  #events = 0;
  #passedOver = false;
  #undecodable = 0;
  #fault: UndecodableRecord | undefined;

  add({ events, undecodable, skipped }: Batch): void {
    this.#events += events.length;
    this.#undecodable += undecodable.length;
    this.#passedOver ||= Object.keys(skipped).length > 0;
    this.#fault ??= undecodable.find(isOfFile);
  }

  /**
   * Why the input could not be used, or not to its end.
   * @param isWhole whether all of it was looked at
   */
  problem({ events }: Source, isWhole: boolean): string | undefined {
    if (this.#fault !== undefined) {
      const { detail } = this.#fault;
      return this.#events === 0
        ? detail
        : `${detail}; it was read up to there (${count(this.#events, 'event')})`;
    }
    if (!isWhole || this.#events > 0 || this.#undecodable === 0 || this.#passedOver) return undefined;
    return `it holds no ${events}`;
  }
}

/** What is wrong with an input costs that input alone. */
function isOfInput(error: unknown): boolean {
  if (error instanceof PoisonDeliveryError || error instanceof UnpackError) return true;
  return error instanceof Error && 'syscall' in error;
}

/** Bytes up to where they cannot be taken out of what they are in: what was read before is not lost with the rest. */
async function* untilFault(
  bytes: AsyncIterable<Uint8Array>,
  tell: (error: UnpackError) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error;
    tell(error);
  }
}

/** Passes values on until it is interrupted. */
async function* until<T>(interrupt: AbortSignal | undefined, from: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const value of from) {
    yield value;
    // Signals are only seen between turns of the event loop, and what is in memory never waits for one.
    await new Promise((resolve) => setImmediate(resolve));
    if (interrupt?.aborted) return;
  }
}

/** Passes values on and shows each to a listener. */
async function* tapped<T>(from: AsyncIterable<T>, listen: (value: T) => void): AsyncGenerator<T> {
  for await (const value of from) {
    listen(value);
    yield value;
  }
}
