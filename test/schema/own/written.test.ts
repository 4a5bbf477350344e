import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEvent, Json } from '../../../src/schema/audit-event.ts';
import { removesAt, takesAway, written } from '../../../src/schema/own/written.ts';

const eventOf = (requestObject: Json): AuditEvent => ({ verb: 'patch', requestObject });

const keys = [
  'spec',
  'template',
  'containers',
  'image',
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '',
];
const patches = fc.letrec<{ node: Json; object: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<Json>('x', 1, null, [], {}),
    fc.array(tie('node'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 4 }),
})).object;
const places = [
  'spec',
  'spec.template',
  'spec.template.containers',
  'spec.containers.image',
  'template',
  'x',
];

/** What an event says whose other paths were asked for before, and one that is asked for the removed ones alone. */
function both(patch: Json): readonly [unknown, unknown] {
  const [first, second] = [eventOf(patch), eventOf(patch)];
  written(first);
  const said = (event: AuditEvent) => [takesAway(event), ...places.map((place) => removesAt(event, [place]))];
  return [said(first), said(second)];
}

describe('what a patch takes away', () => {
  it('is the same whether the other paths that it writes are asked for or not', () => {
    fc.assert(
      fc.property(patches, (patch) => {
        const [first, second] = both(patch);
        expect(second).toEqual(first);
      }),
    );
  });

  it('is anything where a patch writes more paths than are told apart', () => {
    const labels = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`label${index}`, 'x']));
    const patch = { metadata: { labels }, status: { phase: null } };
    expect(removesAt(eventOf(patch), ['spec'])).toBe(true);
    expect(removesAt(eventOf({ status: { phase: null } }), ['spec'])).toBe(false);
    const [first, second] = both(patch);
    expect(second).toEqual(first);
  });
});
