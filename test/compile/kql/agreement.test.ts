/** Compiled code on the raw event means what the reference evaluator says of the rendered document. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEvent, Origin } from '../../../src/schema/audit-event.ts';
import { auditReader } from '../../../src/schema/audit-reader.ts';
import { renderDocument } from '../../../src/schema/document.ts';
import { documentReader } from '../../../src/schema/document-reader.ts';
import type { Reader } from '../../../src/schema/reader.ts';
import { auditEvents, origins } from '../../arbitrary/audit-event.ts';
import { queries } from '../../reference/arbitrary-kql.ts';
import { compiled, referenceMatches } from './run-kql.ts';

const batch = fc.record({
  texts: fc.array(queries, { minLength: 1, maxLength: 12 }),
  inputs: fc.array(fc.tuple(auditEvents, origins), { minLength: 1, maxLength: 8 }),
});

/** What each query says of each input, by query text, so that a failure shows the query and the event. */
async function disagreements(
  texts: readonly string[],
  inputs: readonly (readonly [AuditEvent, Origin])[],
  reader: Reader,
) {
  const run = await compiled(texts, reader);
  return inputs.flatMap(([event, origin]) => {
    const document = renderDocument(event, origin);
    const matched = run(reader.dispatch !== undefined ? event : document, origin);
    return texts
      .map((query, index) => ({
        query,
        event,
        compiled: matched.has(index),
        reference: referenceMatches(query, document, reader),
      }))
      .filter((outcome) => outcome.compiled !== outcome.reference);
  });
}

describe('compiled KQL agrees with the reference evaluator', () => {
  it('on raw audit events and the documents rendered from them', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ({ texts, inputs }) => {
        expect(await disagreements(texts, inputs, auditReader())).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('on documents', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ({ texts, inputs }) => {
        expect(await disagreements(texts, inputs, documentReader())).toEqual([]);
      }),
      { numRuns: 75 },
    );
  });

  it('in enough cases of either outcome for the agreement to say something', async () => {
    const texts = fc.sample(queries, { numRuns: 300, seed: 7 });
    const inputs = fc.sample(fc.tuple(auditEvents, origins), { numRuns: 60, seed: 7 });
    const run = await compiled(texts, auditReader());
    const hits = inputs.map(([event, origin]) => run(event, origin).size / texts.length);
    const share = hits.reduce((sum, each) => sum + each, 0) / hits.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.9);
    const ever = new Set(inputs.flatMap(([event, origin]) => [...run(event, origin)]));
    expect(ever.size / texts.length).toBeGreaterThan(0.5);
  });
});
