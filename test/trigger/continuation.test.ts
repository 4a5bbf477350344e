import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/decode/batch.ts';
import {
  type Continuation,
  continuationMessage,
  nothingDone,
  type ObjectProgress,
  readContinuation,
  unprocessedPartOf,
} from '../../src/trigger/continuation.ts';

const origin = { source: 's3://b/k' };

/** What an object holds: `e` an event, `u` an undecodable record, `s` a skipped one. */
type Kind = 'e' | 'u' | 's';

/** The object decoded into batches, as the bytes happen to arrive. */
async function* decoded(kinds: readonly Kind[], sizes: readonly number[]): AsyncGenerator<Batch> {
  for (let from = 0, i = 0; from < kinds.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    const records = kinds.slice(from, from + size).map((kind, index) => ({ kind, position: from + index }));
    const of = (wanted: Kind) => records.filter(({ kind }) => kind === wanted);
    yield {
      events: of('e').map(({ position }) => ({ event: {}, origin, position, partial: false })),
      undecodable: of('u').map(({ position }) => ({
        origin,
        position,
        reason: 'not-json',
        detail: '',
        bytes: 1,
        excerpt: '',
      })),
      skipped: of('s').length > 0 ? { 'not-an-audit-stream': of('s').length } : {},
    };
    from += size;
  }
}

interface Taken {
  readonly events: (number | string)[];
  readonly undecodable: (number | string)[];
  skipped: number;
}

/** Processes an object in as many invocations as it takes. */
async function processed(kinds: readonly Kind[], invocations: readonly (readonly number[])[], each: number) {
  const taken: Taken = { events: [], undecodable: [], skipped: 0 };
  let progress: ObjectProgress | undefined = nothingDone;
  let count = 0;
  while (progress !== undefined && count < 200) {
    let batches = 0;
    const sizes: readonly number[] = invocations[count++ % invocations.length] ?? [1];
    const remainder = unprocessedPartOf(decoded(kinds, sizes), progress, () => batches < each);
    for await (const batch of remainder.batches) {
      batches++;
      taken.events.push(...batch.events.map(({ position }) => position));
      taken.undecodable.push(...batch.undecodable.map(({ position }) => position));
      taken.skipped += batch.skipped['not-an-audit-stream'] ?? 0;
    }
    const stoppedAt = remainder.stoppedAt();
    progress = stoppedAt && (JSON.parse(JSON.stringify(stoppedAt)) as ObjectProgress);
  }
  return { taken, count };
}

describe('an object that is processed in several invocations', () => {
  it('gives every record once and in order, however its bytes arrive in each of them', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Kind>('e', 'e', 'u', 's'), { maxLength: 60 }),
        fc.array(sizes, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (kinds, invocations, each) => {
          const { taken } = await processed(kinds, invocations, each);
          const of = (wanted: Kind) => kinds.flatMap((kind, position) => (kind === wanted ? [position] : []));
          expect(taken).toEqual({ events: of('e'), undecodable: of('u'), skipped: of('s').length });
        },
      ),
    );
  });

  it('takes more than one, and every one gets on', async () => {
    const { count } = await processed(Array<Kind>(20).fill('e'), [[2]], 1);
    // The last finds nothing left.
    expect(count).toBe(11);
  });

  it('closes the object when it stops', async () => {
    let closed = false;
    async function* source() {
      try {
        yield* decoded(['e', 'e', 'e'], [1]);
      } finally {
        closed = true;
      }
    }
    const remainder = unprocessedPartOf(source(), nothingDone, () => false);
    for await (const batch of remainder.batches) expect(batch.events).toHaveLength(1);
    expect(closed).toBe(true);
    expect(remainder.stoppedAt()).toEqual({ events: 1, undecodable: 0, skipped: {} });
  });
});

it('a message says where to go on, and no other message is taken for one', () => {
  const continuation: Continuation = {
    bucket: 'b',
    key: 'a b+c',
    etag: '"x"',
    versionId: 'v',
    progress: { events: 1, undecodable: 2, skipped: { 'control-message': 3 } },
  };
  expect(readContinuation(JSON.parse(continuationMessage(continuation)))).toEqual(continuation);
  for (const other of [null, 1, 'x', [], {}, { Records: [] }])
    expect(readContinuation(other)).toBeUndefined();
});
