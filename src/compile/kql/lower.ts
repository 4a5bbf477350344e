/**
 * What a KQL query means: its syntax tree and the reader of the events give the predicate tree. A field matches if
 * any of its values does, and `not` is over all of them; a missing field matches nothing.
 * https://www.elastic.co/docs/reference/query-languages/kql
 */

import type { Field } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';
import { FieldResolver } from '../field-resolver.ts';
import { equalsTest, type Fault, rangeTest, type Tested, wildcardTest } from '../literals/test-value.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem, Span } from '../problem.ts';
import { type KqlName, type KqlValue, matchesAll, type Query, type Wildcard } from './ast.ts';
import { findSlips } from './slips.ts';

export interface Lowered {
  /** Absent if any problem is an error. */
  readonly predicate?: Predicate;
  readonly problems: readonly Problem[];
}

type Is = Extract<Query, { kind: 'is' }>;
type Range = Extract<Query, { kind: 'range' }>;
type Nested = Extract<Query, { kind: 'nested' }>;

/**
 * @param query its spans are those of the problems
 * @param reader what the events are: it knows the fields
 * @returns the predicate, not folded, and all problems, in the order of the text
 */
export function lowerKql(query: Query, reader: Reader): Lowered {
  const slips = findSlips(query);
  const found: Problem[] = [];
  const predicate = new Lowering(reader, found).lower(query, undefined);
  // What was taken for another language's syntax has no meaning that could be wrong as well.
  const foreign = new Set(slips.filter(({ severity }) => severity === 'error').map(startOf));
  const problems = [...slips, ...found.filter((problem) => !foreign.has(startOf(problem)))];
  problems.sort((one, other) => startOf(one) - startOf(other));
  return problems.some(({ severity }) => severity === 'error') ? { problems } : { predicate, problems };
}

function startOf({ span }: Problem): number {
  return span?.start ?? 0;
}

const always: Predicate = { kind: 'constant', value: true };
const never: Predicate = { kind: 'constant', value: false };

class Lowering {
  readonly #problems: Problem[];
  readonly #fields: FieldResolver;
  readonly #reader: Reader;

  constructor(reader: Reader, problems: Problem[]) {
    this.#reader = reader;
    this.#problems = problems;
    this.#fields = new FieldResolver(reader, problems);
  }

  /** @param parent the field of the enclosing nested syntax */
  lower(query: Query, parent: Field | undefined): Predicate {
    switch (query.kind) {
      case 'and':
      case 'or':
        return { kind: query.kind, of: query.of.map((each) => this.lower(each, parent)) };
      case 'not':
        return { kind: 'not', of: this.lower(query.of, parent) };
      case 'is':
        return query.field === null ? this.#freeText(query, parent) : this.#is(query, query.field, parent);
      case 'range':
        return this.#range(query, parent);
      case 'nested':
        return this.#nested(query, parent);
    }
  }

  #is({ value, span }: Is, name: KqlName | Wildcard, parent: Field | undefined): Predicate {
    if (matchesAll(name) && matchesAll(value)) return always;
    if (value.kind === 'wildcard') {
      return this.#some(name, parent, value.span, (field) => wildcardTest(field, value.pieces));
    }
    const text = this.#text(value, span);
    return text === undefined
      ? never
      : this.#some(name, parent, value.span, (field) => equalsTest(field, text));
  }

  #range({ field: name, op, value, span }: Range, parent: Field | undefined): Predicate {
    if (value.kind === 'wildcard') {
      this.#error(
        'wildcard-range',
        'a range has no wildcards',
        value.span,
        'escape the `*` or quote the value',
      );
      return never;
    }
    const text = this.#text(value, span);
    return text === undefined
      ? never
      : this.#some(name, parent, value.span, (field) => rangeTest(field, op, text));
  }

  /** `{ a and b }`: one element that satisfies all of it. */
  #nested({ field: name, of }: Nested, parent: Field | undefined): Predicate {
    if (name.kind === 'wildcard') {
      this.#error(
        'wildcard-nested',
        'nested syntax is about one field, whose name has no wildcard',
        name.span,
      );
      return never;
    }
    const field = this.#fields.resolve(name, parent);
    if (field === undefined) return never;
    if (!isContainer(field)) {
      const found = `\`${field.name}\` is of type ${field.type}, which has no fields within it`;
      this.#error('not-an-object', found, name.span, `write \`${field.name}: value\``);
      return never;
    }
    return { kind: 'element', field, of: this.lower(of, field) };
  }

  /** A value without a field: any value of the event that equals it as a keyword. */
  #freeText({ value, span }: Is, parent: Field | undefined): Predicate {
    if (matchesAll(value)) return always;
    const text = value.kind === 'wildcard' ? '' : this.#text(value, span);
    if (text === undefined) return never;
    // What a path leads to is found by the pattern as well.
    const everywhere = this.#reader.expand(['', ''], parent).filter(({ access }) => access.from !== 'path');
    return {
      kind: 'or',
      of: everywhere.map((field) => ({
        kind: 'some',
        field,
        test:
          value.kind === 'wildcard'
            ? { kind: 'wildcard', patterns: [value.pieces] }
            : { kind: 'keyword', values: [text] },
      })),
    };
  }

  /** The field, or with wildcards in its name any of the fields that can hold the value. */
  #some(
    name: KqlName | Wildcard,
    parent: Field | undefined,
    valueSpan: Span,
    test: (field: Field) => Tested,
  ): Predicate {
    const fields = this.#named(name, parent);
    const tests = fields.map((field) => ({ field, tested: test(field) }));
    const of = tests.flatMap(({ field, tested }): Predicate[] =>
      'test' in tested ? [{ kind: 'some', field, test: tested.test }] : [],
    );
    const [only] = of;
    if (of.length === 1 && only !== undefined) return only;
    if (of.length > 0) return { kind: 'or', of };
    for (const { tested } of tests.slice(0, 1)) if ('fault' in tested) this.#fault(tested.fault, valueSpan);
    return never;
  }

  #named(name: KqlName | Wildcard, parent: Field | undefined): readonly Field[] {
    if (name.kind === 'wildcard') return this.#fields.matching(name, parent);
    const field = this.#fields.resolve(name, parent);
    return field === undefined ? [] : [field];
  }

  /** @returns undefined, with a problem, for what no field can equal */
  #text({ value, span }: Exclude<KqlValue, Wildcard>, whole: Span): string | undefined {
    if (value === null) {
      this.#error(
        'null-value',
        '`null` is no value that a field can have',
        span,
        'for a missing field write `not field: *`',
      );
      return undefined;
    }
    if (value === '' && this.#reader.keepsEmpty !== true) {
      this.#problems.push({
        severity: 'warning',
        code: 'empty-value',
        message:
          'empty strings are dropped when events are read, as by Elastic’s pipeline: this matches nothing',
        hint: 'for a missing field write `not field: *`',
        span: span.end > span.start ? span : whole,
      });
      return undefined;
    }
    return String(value);
  }

  #fault({ code, message, hint }: Fault, span: Span): void {
    this.#error(code, message, span, hint);
  }

  #error(code: string, message: string, span: Span, hint?: string): void {
    this.#problems.push({ severity: 'error', code, message, span, ...(hint !== undefined && { hint }) });
  }
}

function isContainer({ type }: Field): boolean {
  return type === 'nested' || type === 'object' || type === 'flattened' || type === 'dynamic';
}
