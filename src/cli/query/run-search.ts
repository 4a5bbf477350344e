/** Reads the inputs of a query, and prints what it finds. */
import { once } from 'node:events';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { FieldType } from '../../schema/field.ts';
import { TypeInference } from '../../schema/infer-types.ts';
import type { Input, InputProblem } from '../inputs.ts';
import type { Period } from '../period.ts';
import { progressOn } from '../progress.ts';
import { type ReadOptions, readAll } from '../read.ts';
import type { Asked, Terminal } from './asked.ts';
import { EventOrder } from './event-order.ts';
import type { Printed, Search, Setting } from './language.ts';
import type { QueryReport } from './query-report.ts';

/** Where a command writes. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream & Terminal;
  readonly stderr: NodeJS.WritableStream;
  /** Once it is aborted nothing more is read. */
  readonly interrupt?: AbortSignal;
}

export interface Sources {
  readonly inputs: readonly Input[];
  readonly asked: Asked;
  readonly report: QueryReport;
  readonly streams: Streams;
}

/**
 * Reads documents once before they are searched, to see which fields they have. What cannot be read is told the second
 * time.
 */
export async function inferTypes({
  inputs,
  asked,
  streams,
}: Sources): Promise<ReadonlyMap<string, FieldType>> {
  const types = new TypeInference();
  await readAll(inputs, readingOf(inputs, asked, streams), async (batches) => {
    for await (const { events } of batches) for (const { event } of events) types.add(event);
  });
  return types.types();
}

/**
 * Nothing more is read once no further event would change the results.
 * @param search without one, the inputs are only read: what cannot be is told
 */
export async function runSearch(
  search: Search | undefined,
  setting: Pick<Setting, 'readers' | 'timestampField'>,
  { inputs, asked, report, streams }: Sources,
): Promise<readonly InputProblem[]> {
  const { stdout, interrupt } = streams;
  const enough = new AbortController();
  const stop = interrupt === undefined ? enough.signal : AbortSignal.any([interrupt, enough.signal]);
  const reading = readingOf(inputs, asked, { ...streams, interrupt: stop });
  const print = async ({ text, results }: Printed): Promise<void> => {
    report.addResults(results);
    if (text === '') return;
    const write = async () => {
      // A slow reader holds the search, and not its memory.
      if (!stdout.write(text)) await once(stdout, 'drain');
    };
    // On one terminal the bar and the results take turns.
    await (stdout.isTTY ? reading.progress.aside(write) : write());
  };
  const isInside = await insideOf(asked.period, setting);
  const unusable = await readAll(inputs, reading, async (batches) => {
    for await (const batch of batches) {
      if (search?.isFull) {
        // The way to here is closed, down to the file.
        enough.abort();
        report.endedEarly();
        break;
      }
      report.add(batch);
      if (search !== undefined) await print(search.add(batch.events.filter(isInside)));
    }
  });
  for (const printed of search?.end() ?? []) await print(printed);
  return unusable;
}

function readingOf(inputs: readonly Input[], { input, known }: Asked, { interrupt }: Streams): ReadOptions {
  const progress = progressOn(
    process.stderr,
    inputs.map(({ size }) => size),
  );
  // Documents have their times in any field.
  return {
    input,
    known,
    progress,
    period: { since: undefined, until: undefined },
    ...(interrupt && { interrupt }),
  };
}

/** Events without a time are inside: nothing says that they are not. */
async function insideOf(
  { since, until }: Period,
  { readers: [reader], timestampField }: Pick<Setting, 'readers' | 'timestampField'>,
): Promise<(event: SourcedEvent) => boolean> {
  if (reader === undefined || (since === undefined && until === undefined)) return () => true;
  const [from, to] = [since ?? Number.NEGATIVE_INFINITY, until ?? Number.POSITIVE_INFINITY];
  const order = await EventOrder.by({ timestampField, tiebreakerField: undefined }, reader);
  return (event) => {
    const { at } = order.timeOf(event);
    return Number.isNaN(at) || (at >= from && at < to);
  };
}
