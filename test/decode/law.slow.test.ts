/**
 * The law of decoding, in whichever form records arrive, if one of them is damaged in whatever way:
 * - of the others, each is decoded as it is, or lies within a stretch that is reported: the bytes of the reports are
 *   no fewer than those of all that is missing, without commas and white space. Where a record ends with its line, none
 *   is missing;
 * - the damaged one leaves an event or a report;
 * - no event is made of what is no record;
 * - all of this in whatever chunks the bytes arrive.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { type Decoded, decodeAll, inChunks } from './collect.ts';
import { podCreated } from './events.ts';
import { deliveryOf, type Form, forms } from './forms.ts';

const FORGED = 'forged';
const forged = podCreated(FORGED);
const asText = JSON.stringify(forged);

/** What callers can write into strings, to look like the end of one record and the beginning of another. */
const texts = [
  'plain',
  asText,
  `}${asText}`,
  `"}}${asText}{"`,
  `\\"}${asText}`,
  `\n${asText}\n`,
  '[Truncated...]',
  `[Truncated...]${asText}`,
  '{',
  '{"',
  '}{',
  '":{',
  'a\\',
  'größe 😀',
];
const callersText = fc.constantFrom(...texts);

/** Events that differ, with callers' texts in values and keys, and also an object that is an event, as in a patch. */
function eventsWith(objects: fc.Arbitrary<JsonObject>): fc.Arbitrary<readonly JsonObject[]> {
  const more = fc.record({ userAgent: callersText, note: callersText, key: callersText, object: objects });
  return fc.array(more, { minLength: 2, maxLength: 5 }).map((all) =>
    all.map(({ userAgent, note, key, object }, index) =>
      podCreated(`id-${index + 1}`, {
        userAgent,
        requestObject: { kind: 'Pod', metadata: { annotations: { note, [key]: 'x' } }, ...object },
      }),
    ),
  );
}
const textsOnly = eventsWith(fc.constant({}));
const patches = eventsWith(
  fc.constantFrom<JsonObject>({}, { a: forged }, { a: [forged, forged], b: 1 }, { spec: { a: [1, forged] } }),
);

type Damage = (record: Buffer) => Uint8Array;

const somewhere = fc.double({ min: 0, max: 1, noNaN: true });
/** A place of a record, often one at its end or between its parts. */
function placeIn(record: Buffer, share: number): number {
  return Math.floor(share * record.length);
}
const marks = fc.constantFrom('', '[Truncated...]');
const cut: fc.Arbitrary<Damage> = fc.tuple(somewhere, marks).map(
  ([at, mark]) =>
    (record) =>
      Buffer.concat([record.subarray(0, placeIn(record, at)), Buffer.from(mark)]),
);
const structural = fc.constantFrom(0x3a, 0x2c, 0x5b, 0x7b, 0x22, 0x5c, 0x7d, 0x5d, 0x30);
/** Cut behind the nth of such a byte: where a value is to come, for example. */
const cutAfter: fc.Arbitrary<Damage> = fc
  .tuple(structural, fc.nat(40), marks)
  .map(([byte, count, mark]) => (record) => {
    const places = [...record.keys()].filter((at) => record[at] === byte);
    const at = places[count % Math.max(1, places.length)] ?? record.length - 1;
    return Buffer.concat([record.subarray(0, at + 1), Buffer.from(mark)]);
  });
const junk = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '\0',
    ' ',
    '{"',
    '"}',
    '}{',
    ',{',
    '":',
    'x',
    '[1',
    '\u0001',
  ),
  fc.constantFrom('[Truncated...]', '{"kind":"Event"', '"":{', '{"":'),
);
const inserted: fc.Arbitrary<Damage> = fc.tuple(somewhere, junk).map(([share, text]) => (record) => {
  const at = placeIn(record, share);
  return Buffer.concat([record.subarray(0, at), Buffer.from(text), record.subarray(at)]);
});
const deleted: fc.Arbitrary<Damage> = fc
  .tuple(somewhere, fc.integer({ min: 1, max: 60 }))
  .map(([share, length]) => (record) => {
    const at = placeIn(record, share);
    return Buffer.concat([record.subarray(0, at), record.subarray(at + length)]);
  });
const replaced: fc.Arbitrary<Damage> = fc.tuple(somewhere, junk).map(([share, text]) => (record) => {
  const at = placeIn(record, share);
  const bytes = Buffer.from(text);
  return Buffer.concat([record.subarray(0, at), bytes, record.subarray(at + bytes.length)]);
});
const lastByteGone: fc.Arbitrary<Damage> = fc.tuple(fc.integer({ min: 1, max: 4 }), junk).map(
  ([count, text]) =>
    (record) =>
      Buffer.concat([record.subarray(0, record.length - count), Buffer.from(text)]),
);

/** The bytes may arrive in any chunks. */
const chunkSizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3000 })), {
  minLength: 1,
  maxLength: 8,
});

interface Case {
  readonly form: Form;
  readonly events: readonly JsonObject[];
  readonly which: number;
  readonly damage: Damage;
  readonly chunks: readonly number[];
}

async function outcome({ form, events, which, damage, chunks }: Case) {
  const records = events.map((event, index) => Buffer.from(form.record(event, index + 1)));
  const at = which % events.length;
  const intact = records[at] as Buffer;
  records[at] = Buffer.from(damage(intact));
  const delivery = deliveryOf(form, records);
  const decoded = await decodeAll(delivery);
  expect(await decodeAll(inChunks(delivery, chunks))).toEqual(decoded);
  const left = decoded.events.map(({ event }) => event);
  const missing: number[] = [];
  for (const [index, event] of events.entries()) {
    const found = left.findIndex((each) => sameJson(each, form.decoded(event)));
    if (found >= 0) left.splice(found, 1);
    else if (index !== at) missing.push(index);
  }
  return { decoded, left, missing, records, at };
}

function sameJson(one: JsonObject, other: JsonObject): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** How many bytes are neither white space nor commas, which nobody reports. */
function withoutSeparators(record: Buffer | undefined): number {
  return Buffer.byteLength((record ?? '').toString().replaceAll(/[\s,]/g, ''));
}

/** What a counterexample does not show. */
function inShort(damaged: Buffer, at: number, decoded: Decoded, missing: readonly number[]): string {
  const ends = (text: string): string =>
    text.length < 130 ? text : `${text.slice(0, 40)} … ${text.slice(-80)}`;
  const found = decoded.events.map(({ event, partial }) => `${event.auditID}${partial ? ' in part' : ''}`);
  const reports = decoded.undecodable.map(
    ({ bytes, detail, excerpt }) => `${bytes}: ${detail}: ${ends(excerpt)}`,
  );
  const lists = `found ${found.join(', ')}; missing ${missing.join(', ')}; reported ${reports.join('; ')}; passed over ${passedOver(decoded)}`;
  return `record ${at} is ${ends(damaged.toString())}; ${lists}`;
}

function reportedBytes({ undecodable }: Decoded): number {
  return undecodable.reduce((sum, { bytes }) => sum + bytes, 0);
}

function passedOver({ skipped }: Decoded): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, 0);
}

async function holds(given: Case): Promise<void> {
  const { decoded, left, missing, records, at } = await outcome(given);
  const summary = inShort(records[at] as Buffer, at, decoded, missing);
  const missingBytes = missing.reduce((sum, index) => sum + withoutSeparators(records[index]), 0);
  expect(reportedBytes(decoded), summary).toBeGreaterThanOrEqual(missingBytes);
  if (given.form.inLines) expect(missing, summary).toEqual([]);
  // What is left of the damaged record, which the damage may have split.
  expect(left.length, summary).toBeLessThanOrEqual(2);
  const others = given.events.filter((_, index) => index !== at).map(({ auditID }) => auditID);
  for (const { auditID } of left) {
    expect(auditID, summary).not.toBe(FORGED);
    expect(others, summary).not.toContain(auditID);
  }
  const isGone = (records[at] as Buffer).toString().trim() === '';
  // The name of its log stream may be what is damaged: then it is passed over, and counted.
  const found = decoded.events.length + decoded.undecodable.length + passedOver(decoded);
  if (!isGone && missing.length === 0) expect(found, summary).toBeGreaterThanOrEqual(given.events.length);
  if (!isGone && missing.length > 0) expect(decoded.undecodable.length, summary).toBeGreaterThan(0);
}

/** More of them search longer: some thousands take minutes. */
const RUNS = Number(process.env.LAW_RUNS ?? 150);

describe.each(Object.entries(forms))('%s', (_name, form) => {
  it('arrive whole', async () => {
    await fc.assert(
      fc.asyncProperty(patches, async (events) => {
        const { decoded, left, missing } = await outcome({
          form,
          events,
          which: 0,
          damage: (bytes) => bytes,
          chunks: [977],
        });
        expect({ left, missing, undecodable: decoded.undecodable }).toEqual({
          left: [],
          missing: [],
          undecodable: [],
        });
      }),
      { numRuns: 30 },
    );
  });

  it('of which one is cut, whatever a caller wrote into it', async () => {
    await fc.assert(
      fc.asyncProperty(
        patches,
        fc.nat(),
        fc.oneof(cut, cutAfter),
        chunkSizes,
        (events, which, damage, chunks) => holds({ form, events, which, damage, chunks }),
      ),
      { numRuns: RUNS },
    );
  });

  it('of which one is damaged', async () => {
    const damages = fc.oneof(inserted, deleted, replaced, lastByteGone);
    await fc.assert(
      fc.asyncProperty(textsOnly, fc.nat(), damages, chunkSizes, (events, which, damage, chunks) =>
        holds({ form, events, which, damage, chunks }),
      ),
      { numRuns: RUNS },
    );
  });
});
