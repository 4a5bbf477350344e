/** No function takes longer than its arguments' length says. */
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { EsqlConstantError, type EsqlFunction } from '../../../src/query/esql/function.ts';
import { functions } from '../../../src/query/esql/functions/index.ts';
import type { EsqlType, EsqlValue } from '../../../src/query/esql/value.ts';
import { workOf } from '../../alert/work.ts';
import { call } from './evaluate.ts';

const folder = '/src/query/';

const units = [
  'a',
  '0',
  '1.',
  '%',
  '%41',
  '%zz',
  '+',
  ' ',
  '\t',
  '"',
  '\\',
  '{',
  '[',
  '{"a":',
  '["a",',
  '=',
  'QUJD',
  '/',
  ':',
  '::',
  '.',
  '-',
  '\n',
  '\u{1f600}',
  '\ud83d',
  'é',
  '2024-',
  'true',
  "'",
  '$',
  '$1',
  '(',
  'a.',
  'a b ',
  'yyyy-',
  '1 day ',
];

const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

/** Those that take a text first. */
const ofTexts = functions.filter(({ parameters }) =>
  (parameters[0]?.accepts ?? []).some((each) => each === 'any' || each === 'string'),
);

/** What stands behind the first argument: of each kind that a parameter takes. */
function others({ parameters }: EsqlFunction, text: string): readonly { value: EsqlValue; type: EsqlType }[] {
  return parameters
    .slice(1)
    .filter(({ optional }) => optional !== true)
    .map(({ accepts, constant }) => {
      if (accepts.includes('date')) return { value: 0, type: 'date' };
      if (accepts.includes('whole') || accepts.includes('integer') || accepts.includes('number')) {
        return { value: 3, type: 'integer' };
      }
      if (accepts.includes('boolean')) return { value: true, type: 'boolean' };
      return { value: constant ? 'a' : text, type: 'keyword' };
    });
}

function run(of: EsqlFunction, value: EsqlValue, second: string): void {
  const args = [{ value, type: 'keyword' as EsqlType }, ...others(of, second)].map((arg) => ({
    ...arg,
    warnings: [],
  }));
  if (of.result(args.map(({ type }) => type)) === undefined) return;
  try {
    call(of, args, false);
  } catch (error) {
    if (!(error instanceof EsqlConstantError)) throw error;
  }
}

/** Eight times the input is eight times the work, and some for what depends on where a text ends. */
function expectLinear(work: (size: number) => void, what: string): void {
  work(20);
  const [once, more] = [workOf(folder, () => work(500)), workOf(folder, () => work(4000))];
  expect(more, what).toBeLessThan(once * 8 * 1.6 + 3000);
}

describe('the work grows with the text', () => {
  it.each(ofTexts.map((of) => [of.name, of] as const))('%s', (_name, of) => {
    for (const unit of units) {
      expectLinear((size) => run(of, `"${repeated(unit, size)}`, repeated(unit, 8)), unit);
    }
  });
});

describe('the work grows with the list', () => {
  it.each(ofTexts.map((of) => [of.name, of] as const))('%s', (_name, of) => {
    const list = (size: number): readonly string[] => Array.from({ length: size }, (_, index) => `a${index}`);
    expectLinear((size) => run(of, list(size), 'a'), 'a list');
  });
});

describe('expressions', () => {
  /** All that run for the texts above. */
  function used(): readonly RegExp[] {
    const found = new Map<string, RegExp>();
    const native = RegExp.prototype.exec;
    RegExp.prototype.exec = function (text) {
      if (!found.has(this.source)) found.set(this.source, this);
      return native.call(this, text);
    };
    try {
      for (const of of ofTexts) for (const unit of units) run(of, unit, 'a');
    } finally {
      RegExp.prototype.exec = native;
    }
    return [...found.values()];
  }

  it('do not backtrack, nor begin again where they failed', () => {
    const expressions = used();
    expect(expressions.length).toBeGreaterThan(10);
    const slow = expressions.filter((expression) => analyse(expression).reports.length > 0);
    expect(slow.map(String)).toEqual([]);
  });
});
