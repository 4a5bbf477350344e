/** Events of the usual shape of which any members are replaced by anything. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { auditEvents } from './audit-event.ts';

export const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u202e',
    '\ud800',
    '\u0000\u001b[2J',
    '\ufffe',
    'eyJ'.repeat(40),
    '"'.repeat(300),
    'x'.repeat(3000),
  ),
);

const anyJson = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'name', 'token', 'kind', 'a.b'), hostileText),
) as fc.Arbitrary<Json>;

/** @param usual the event whose members are there where nothing replaces them */
export function hostileEvents(usual: JsonObject): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(auditEvents, fc.dictionary(fc.constantFrom(...Object.keys(usual)), anyJson))
    .map(([event, replaced]): JsonObject => ({ ...usual, ...event, ...replaced }));
}
