import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairsOf, parametersOf, pathOf } from '../../src/schema/query.ts';

/** Queries, and what Go 1.26 makes of them. */
const asGoReads: readonly [query: string, parameters: Readonly<Record<string, readonly string[]>>][] = [
  ['', {}],
  ['dryRun=All', { dryRun: ['All'] }],
  ['dryRun=All;', {}],
  ['dryRun=All%zz', {}],
  ['dry%52un=All', { dryRun: ['All'] }],
  ['labelSelector=owner%3Dhelm;&limit=500', { limit: ['500'] }],
  ['c%6Fmmand=cat&c%6Fmmand=/etc/shadow', { command: ['cat', '/etc/shadow'] }],
  ['command=tar&command=;&command=cf', { command: ['tar', 'cf'] }],
  ['command=a=b&command&command=', { command: ['a=b', '', ''] }],
  ['=nameless&&', { '': ['nameless'] }],
  ['a=1+2%2B3&b%20c=%', { a: ['1 2+3'] }],
  ['a=%4&b=%zz&c=%e2%82%ac', { c: ['€'] }],
  ['a=?b=c#d', { a: ['?b=c#d'] }],
  ['__proto__=x&constructor=y', { ['__proto__']: ['x'], constructor: ['y'] }],
];

function byName(query: string): Readonly<Record<string, readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const { name, value } of parametersOf(`/x?${query}`)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries(values);
}

describe('the query of a request URI', () => {
  it.each(asGoReads)('reads %j as Go does', (query, parameters) => {
    expect(Object.entries(byName(query)).sort()).toEqual(Object.entries(parameters).sort());
  });

  it('is only what is behind the first question mark', () => {
    const uri = '/apis/x/name&dryRun=All?fieldManager=k';
    expect(pathOf(uri)).toBe('/apis/x/name&dryRun=All');
    expect(parametersOf(uri)).toEqual([{ name: 'fieldManager', value: 'k' }]);
    expect(parametersOf('/apis/x/name&dryRun=All')).toEqual([]);
  });

  it('reads bytes that are not UTF-8 as replacement characters', () => {
    expect(byName('a=%ff%41')).toEqual({ a: ['\ufffdA'] });
  });

  it('loses nothing of what is written', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(
          pairsOf(`/x?${query}`)
            .map(({ written }) => written)
            .join('&'),
        ).toBe(query);
      }),
    );
  });

  const hasGo = spawnSync('go', ['version']).status === 0;
  if (!hasGo)
    console.warn('skipped: the comparison of queries with Go itself, for there is no Go on this machine');
  it.runIf(hasGo)('is read as this machine’s Go reads it', () => {
    const token = fc.constantFrom(
      ...[
        'a',
        'b',
        '=',
        '&',
        ';',
        '%',
        '%41',
        '%4',
        '%zz',
        '+',
        '%2B',
        '%26',
        '%C3%A9',
        '%ff',
        'é',
        'dryRun',
        '?',
        '#',
        '%25',
      ],
    );
    const queries = fc.sample(
      fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
      5_000,
    );
    const answers = execFileSync('go', ['run', '.'], {
      cwd: fileURLToPath(new URL('../reference/go-query', import.meta.url)),
      input: queries.map((query) => JSON.stringify(query)).join('\n'),
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    });
    const expected = answers
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string[]>);
    expect(expected).toHaveLength(queries.length);
    for (const [index, query] of queries.entries()) expect(byName(query), query).toEqual(expected[index]);
  });
});
