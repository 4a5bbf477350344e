import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/schema/audit-event.ts';
import { redactEvent } from '../../src/source/audit/redact.ts';
import { redactText } from '../../src/text/redact/text.ts';
import { redactUri } from '../../src/text/redact/uri.ts';
import { redactWords } from '../../src/text/redact/words.ts';
import { auditEvents } from '../arbitrary/audit-event.ts';
import { eventWith, places, tokens } from './planted.ts';

/** Texts of what redaction looks for, put together as they never would be. */
const fragment = fc.constantFrom(
  ...Object.values(tokens).slice(0, 16),
  ...'password secret token DB_PASS name value key auth -p -u --token --password mysql curl docker login vault Bearer basic'.split(
    ' ',
  ),
  ...'= : " \' \\ \\" \\n , ; & | ( ) [ ] { } @ / ? % + - $ ` < > # ~ * ! .'.split(' '),
  ...[
    ' ',
    '\n',
    '\n  ',
    '\n- ',
    ': ',
    '": "',
    '://',
    'x',
    '42',
    'hunter2',
    '[redacted]',
    '%5Bredacted%5D',
    '%3D',
    '%25',
    'é',
    '\u0000',
    '\ud800',
  ],
  ...[
    'postgres://u:p@h',
    'Authorization: ',
    'Cookie: a=b',
    'kind: Secret',
    'data:',
    '<<<',
    'echo x | docker login',
    '{"a":"',
    '"}',
    '["',
    '"]',
  ],
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fragment, { maxLength: 8 })
      .map((parts) => Buffer.from(parts.join('')).toString('base64')),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fragment, { maxLength: 8 })
      .map((parts) => encodeURIComponent(parts.join('').toWellFormed())),
  },
);
/** Without secrets. */
const noise = fc
  .array(
    fragment.filter((part) => !Object.values(tokens).includes(part)),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

const json: fc.Arbitrary<Json> = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, 0, -1.5, 12345678),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        text,
        fc.constantFrom(
          'name',
          'value',
          'password',
          'token',
          'env',
          'command',
          'args',
          'image',
          'kind',
          'data',
          '__proto__',
          'requestURI',
        ),
      ),
      tie('node'),
      { maxKeys: 4 },
    ),
    tie('node').map((inner) => JSON.stringify(inner)),
  ),
})).node;

const events: fc.Arbitrary<JsonObject> = fc
  .tuple(
    auditEvents,
    fc.record(
      { requestObject: json, annotations: json, userAgent: text, requestURI: text, extra: json },
      { requiredKeys: [] },
    ),
  )
  .map(([event, more]) => ({ ...event, ...more }) as JsonObject);

/** What is left of a value without its texts: types, containers, numbers, how many members. */
function shapeOf(value: Json): unknown {
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) return ['object', ...Object.values(value).map(shapeOf)];
  return value;
}

function keysOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => [key, ...keysOf(member)])
    : [];
}

describe('redaction', () => {
  it('done again changes nothing in a text', () => {
    fc.assert(
      fc.property(text, (given) => {
        const once = redactText(given);
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('done again changes nothing in a request URI, nor in a command', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (words) => {
        const once = redactWords(words);
        expect(once).toHaveLength(words.length);
        expect(redactWords(once)).toEqual(once);
        const uri = redactUri(
          `/x?${words.map((word) => `command=${encodeURIComponent(word.toWellFormed())}`).join('&')}&${words.join('&')}`,
        );
        expect(redactUri(uri)).toBe(uri);
      }),
      { numRuns: 500 },
    );
  });

  it('done again changes nothing in an event', () => {
    fc.assert(
      fc.property(events, (event) => {
        const once = redactEvent(event);
        expect(redactEvent(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the shape of an event, and all in it that is no text', () => {
    fc.assert(
      fc.property(events, (event) => {
        // Of a Secret's data numbers are hidden, too.
        fc.pre(!/"(?:Secret|SecretList|secrets)\\*"/.test(JSON.stringify(event)));
        expect(shapeOf(redactEvent(event))).toEqual(shapeOf(event));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves keys that are no secrets', () => {
    fc.assert(
      fc.property(events, (event) => {
        const keys = keysOf(event);
        const shown = keysOf(redactEvent(event));
        expect(shown).toHaveLength(keys.length);
        keys.forEach((key, i) => {
          if (redactText(key) === key) expect(shown[i]).toBe(key);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('does not change the event it is given', () => {
    fc.assert(
      fc.property(events, (event) => {
        const before = structuredClone(event);
        redactEvent(event);
        expect(event).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('hides a random secret in every place with a name', () => {
    const secret = fc
      .string({
        unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'),
        minLength: 16,
        maxLength: 48,
      })
      .filter((random) => /[A-Z]/.test(random) && /[a-z]/.test(random) && /\d/.test(random));
    fc.assert(
      fc.property(secret, fc.constantFrom(...places), (random, { event }) => {
        expect(JSON.stringify(redactEvent(eventWith(event(random))))).not.toContain(random);
      }),
      { numRuns: 2000 },
    );
  });

  it('hides a token among whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(tokens)),
        fc.constantFrom(' ', '\n', '"', ',', '(', ';'),
        noise,
        noise,
        (token, border, before, behind) => {
          const last =
            token
              .split('\n')
              .filter((line) => !line.includes('-----'))
              .find((line) => line.length > 20) ?? token;
          expect(redactText(`${before}${border}${token}${border}${behind}`)).not.toContain(last);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('tells two secret keys apart', () => {
    const [a, b] = [tokens['GitHub token'] as string, tokens['Vault token'] as string];
    const shown = redactEvent({ requestObject: { [a]: 1, [b]: 2, '[redacted] 2': 3 } });
    expect(shown).toEqual({ requestObject: { '[redacted]': 1, '[redacted] 3': 2, '[redacted] 2': 3 } });
  });
});
