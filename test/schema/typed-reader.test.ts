import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { parseExact } from '../../src/schema/exact-number.ts';
import { TypeInference } from '../../src/schema/infer-types.ts';
import { typedReader } from '../../src/schema/typed-reader.ts';

const parse = (text: string) => parseExact(text) as JsonObject;

function inferred(...documents: readonly JsonObject[]) {
  const types = new TypeInference();
  for (const document of documents) types.add(document);
  return types.types();
}

describe('types of fields, by their values', () => {
  it.each<readonly [string, readonly JsonObject[], string]>([
    ['text', [{ a: 'x' }], 'keyword'],
    ['an empty text', [{ a: '' }], 'keyword'],
    ['a whole number', [{ a: 1 }, { a: -2 }], 'long'],
    ['a number with a fraction among others', [{ a: 1 }, { a: 0.5 }], 'double'],
    ['a whole number of 64 bits', [parse('{"a":18446744073709551615}'), { a: 1 }], 'long'],
    ['a whole number beyond', [parse('{"a":18446744073709551616}'), { a: 1 }], 'double'],
    ['a number with an exponent', [{ a: 1e30 }], 'double'],
    ['a boolean', [{ a: true }], 'boolean'],
    ['a date', [{ a: '2026-03-01T10:00:00Z' }, { a: '2026-03-01' }], 'date'],
    ['dates, and epoch milliseconds', [{ a: '2026-03-01T10:00:00.5+01:00' }, { a: 5 }], 'date'],
    ['a date that no calendar has', [{ a: '2026-13-01' }], 'keyword'],
    ['a date and an hour', [{ a: '2026-03-01T10' }, { a: '2026-03-01T10:00:00,5+01' }], 'date'],
    ['a day that the month does not have', [{ a: '2026-02-29' }], 'keyword'],
    ['an hour that no day has', [{ a: '2026-03-01T24:00:00Z' }], 'keyword'],
    ['a year', [{ a: '2026' }], 'keyword'],
    ['digits', [{ a: '17' }], 'keyword'],
    ['dates and another text', [{ a: '2026-03-01' }, { a: 'never' }, { a: '2026-03-02' }], 'keyword'],
    ['numbers and text', [{ a: 1 }, { a: 'x' }], 'keyword'],
    ['booleans and numbers', [{ a: true }, { a: 1 }], 'keyword'],
    ['elements of arrays', [{ a: [[1], [2, null]] }], 'long'],
    ['nothing but null', [{ a: null }], 'keyword'],
    ['null and a number', [{ a: null }, { a: 1 }], 'long'],
    ['an object', [{ a: {} }], 'object'],
    ['what has fields below it', [{ 'a.b': 1 }], 'object'],
    ['an object in one, a value in another', [{ a: { b: 1 } }, { a: 1 }], 'long'],
  ])('%s', (_, documents, type) => {
    expect(inferred(...documents).get('a')).toBe(type);
  });

  it('are told apart by full names, however objects are written', () => {
    const types = inferred(
      { a: { 'b.c': 1 } },
      { 'a.b': { c: 2, d: 'x' } },
      { list: [{ e: 1 }, { f: true }] },
    );
    expect(Object.fromEntries(types)).toEqual({
      a: 'object',
      'a.b': 'object',
      'a.b.c': 'long',
      'a.b.d': 'keyword',
      list: 'object',
      'list.e': 'long',
      'list.f': 'boolean',
    });
  });

  it('take nothing of JavaScript for a field', () => {
    const types = inferred(JSON.parse('{"__proto__":{"x":1},"constructor":2}') as JsonObject);
    expect(types.get('__proto__.x')).toBe('long');
    expect(types.get('constructor')).toBe('long');
    expect(types.get('toString')).toBeUndefined();
  });
});

describe('the reader of typed documents', () => {
  const reader = typedReader(
    inferred({ user: { name: 'anna', id: 7 }, tags: ['x'], items: [{ n: 1, s: 'a' }] }),
  );

  it('knows the fields that there are, and no others', () => {
    expect(reader.resolve('user.id')).toMatchObject({
      type: 'long',
      access: { steps: ['user', 'id'], dotted: true },
    });
    expect(reader.resolve('user')?.type).toBe('object');
    expect(reader.resolve('user.nam')).toBeUndefined();
    expect(reader.resolve('kubernetes.audit.verb')).toBeUndefined();
    expect(reader.names()).toContain('user.name');
  });

  it('resolves names within elements', () => {
    const parent = reader.resolve('items');
    expect(reader.resolve('n', parent)).toMatchObject({
      name: 'items.n',
      type: 'long',
      access: { steps: ['n'] },
    });
    expect(reader.resolve('name', parent)).toBeUndefined();
  });

  it('expands wildcards to fields with values', () => {
    const names = (pattern: readonly string[]) => reader.expand(pattern).map(({ name }) => name);
    expect(names(['user.', ''])).toEqual(['user.name', 'user.id']);
    expect(names(['nothing.', ''])).toEqual([]);
    expect(reader.expand(['', '']).map(({ type }) => type)).toEqual(['long', 'long', 'dynamic']);
  });

  it('knows all fields of audit events where there are some', () => {
    const audit = typedReader(inferred({ kubernetes: { audit: { verb: 'get', x: 1 } } }));
    expect(audit.resolve('kubernetes.audit.responseStatus.code')).toMatchObject({
      type: 'long',
      access: { from: 'path', steps: ['kubernetes', 'audit', 'responseStatus', 'code'] },
    });
    expect(audit.resolve('kubernetes.audit.requestObject.spec.any')?.type).toBe('dynamic');
    expect(audit.resolve('kubernetes.audit.x')?.type).toBe('long');
    expect(audit.resolve('no.such')).toBeUndefined();
  });
});
