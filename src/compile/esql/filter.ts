/**
 * Conditions of `WHERE` as predicates, as far as there is one. A predicate is over all values of a field where ES|QL takes
 * one alone, so mostly it only holds for every event of which the condition is true; then rows are tested as well. It is
 * what dispatch and gates go by.
 */
import type { EsqlValue } from '../../query/esql/value.ts';
import type { Field } from '../../schema/field.ts';
import type { Order, Predicate, ValueTest } from '../predicate.ts';
import type { Plan, PlanExpression } from './plan.ts';

export interface Filter {
  /** Holds for every event of which the condition is true. */
  readonly predicate: Predicate;
  /** Whether it holds for no other. */
  readonly isExact: boolean;
}

/** The field that a column is read from; undefined for a column that is computed. */
export type FieldOf = (slot: number) => Field | undefined;

/** @param condition of a filter: what is not true is false */
export function filterOf(condition: PlanExpression, fieldOf: FieldOf): Filter {
  return new Lowering(fieldOf).outcome(condition, true);
}

/** @returns what holds for every event of which rows can be left before the first command that needs all of them */
export function filterOfPlan({ commands }: Plan): Predicate {
  const [from] = commands;
  const fields = new Map(
    from?.kind === 'from' ? from.fields.map(({ column, field }) => [column.slot, field]) : [],
  );
  const end = commands.findIndex(({ kind }) => kind === 'stats' || kind === 'limit');
  const before = end === -1 ? commands : commands.slice(0, end);
  const of = before.flatMap((command) =>
    command.kind === 'where' ? [filterOf(command.condition, (slot) => fields.get(slot)).predicate] : [],
  );
  return { kind: 'and', of };
}

const never: Filter = { predicate: { kind: 'constant', value: false }, isExact: true };
const unknown: Filter = { predicate: { kind: 'constant', value: true }, isExact: false };

type Call = Extract<PlanExpression, { kind: 'call' }>;

class Lowering {
  readonly #fieldOf: FieldOf;

  constructor(fieldOf: FieldOf) {
    this.#fieldOf = fieldOf;
  }

  /** When an expression is true or, if that is wanted, false. */
  outcome(expression: PlanExpression, wanted: boolean): Filter {
    switch (expression.kind) {
      case 'literal':
        return { predicate: { kind: 'constant', value: expression.value === wanted }, isExact: true };
      case 'kql': {
        const { predicate } = expression;
        return { predicate: wanted ? predicate : { kind: 'not', of: predicate }, isExact: true };
      }
      case 'column':
        return this.#tested(expression, { kind: 'boolean', value: wanted }, true);
      case 'call':
        return this.#ofCall(expression, wanted);
    }
  }

  #ofCall({ function: { name }, args }: Call, wanted: boolean): Filter {
    const [first, ...others] = args;
    if (first === undefined) return unknown;
    switch (name) {
      case 'AND':
      case 'OR':
        return together(
          (name === 'AND') === wanted ? 'and' : 'or',
          args.map((arg) => this.outcome(arg, wanted)),
        );
      case 'NOT':
        return this.outcome(first, !wanted);
      case 'IS NULL':
        return this.#isNull(first, wanted);
      case 'IS NOT NULL':
        return this.#isNull(first, !wanted);
      case '!=':
        return this.#among(first, others, !wanted);
      case '==':
      case 'IN':
        return this.#among(first, others, wanted);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return this.#compared(orders[name], first, others[0], wanted);
      case 'LIKE':
      case 'RLIKE':
      case 'STARTS_WITH':
      case 'ENDS_WITH': {
        const texts = others.map((each) => (each.kind === 'literal' ? each.value : undefined));
        if (!texts.every((text) => typeof text === 'string')) return unknown;
        const tests = texts.map((text) => textTests[name](text));
        return tests.includes(undefined) ? unknown : this.#tested(first, oneOf(tests as ValueTest[]), wanted);
      }
      default:
        return unknown;
    }
  }

  /** @param wanted true: the column's one value passes the test; false: it has one value, which fails the test */
  #tested(column: PlanExpression, test: ValueTest, wanted: boolean): Filter {
    const field = this.#field(column);
    if (field === undefined) return unknown;
    const isExact = hasOneValue(field) && isText(column);
    const passes: Predicate = { kind: 'some', field, test };
    if (wanted) return { predicate: passes, isExact };
    const exists: Predicate = { kind: 'some', field, test: { kind: 'exists' } };
    return { predicate: { kind: 'and', of: [exists, { kind: 'not', of: passes }] }, isExact };
  }

  #isNull(column: PlanExpression, wanted: boolean): Filter {
    const field = this.#field(column);
    if (field === undefined) return unknown;
    // A value that the column's type has none for is null as well.
    const isExact = isText(column);
    const exists: Predicate = { kind: 'some', field, test: { kind: 'exists' } };
    if (!wanted) return { predicate: exists, isExact };
    return isExact ? { predicate: { kind: 'not', of: exists }, isExact } : unknown;
  }

  #among(first: PlanExpression, others: readonly PlanExpression[], wanted: boolean): Filter {
    const [other] = others;
    if (first.kind === 'literal' && other?.kind === 'column' && others.length === 1)
      return this.#among(other, [first], wanted);
    const values = others.map((each) => (each.kind === 'literal' ? each.value : undefined));
    if (values.includes(undefined)) return unknown;
    // What is compared with null is unknown.
    if (values.includes(null) && !wanted) return never;
    // Empty texts are no values either.
    const among = values.filter((value) => value !== null && !(value === '' && isText(first)));
    if (among.length === 0) return wanted ? never : this.#tested(first, { kind: 'exists' }, true);
    const test = amongTest(first, among);
    return test === undefined ? unknown : this.#tested(first, test, wanted);
  }

  #compared(op: Order, first: PlanExpression, second: PlanExpression | undefined, wanted: boolean): Filter {
    if (first.kind === 'literal' && second?.kind === 'column')
      return this.#compared(flipped[op], second, first, wanted);
    if (second?.kind !== 'literal') return unknown;
    const { value } = second;
    if (value === null) return never;
    if (isText(first) && typeof value === 'string')
      return this.#tested(first, { kind: 'keyword-order', op, value }, wanted);
    if (isNumber(first) && typeof value === 'number')
      return this.#tested(first, { kind: 'number', op, value }, wanted);
    return unknown;
  }

  #field(expression: PlanExpression): Field | undefined {
    return expression.kind === 'column' ? this.#fieldOf(expression.column.slot) : undefined;
  }
}

function together(kind: 'and' | 'or', of: readonly Filter[]): Filter {
  return {
    predicate: { kind, of: of.map(({ predicate }) => predicate) },
    isExact: of.every(({ isExact }) => isExact),
  };
}

function amongTest(
  column: PlanExpression,
  values: readonly (EsqlValue | undefined)[],
): ValueTest | undefined {
  if (isText(column) && values.every((value) => typeof value === 'string'))
    return { kind: 'keyword', values };
  if (isNumber(column) && values.every((value) => typeof value === 'number'))
    return oneOf(values.map((value) => ({ kind: 'number', op: 'eq', value })));
  return undefined;
}

/** One test that passes what any of several passes. */
function oneOf(tests: readonly ValueTest[]): ValueTest {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  const patterns = tests.flatMap((test) => (test.kind === 'wildcard' ? test.patterns : []));
  return patterns.length === tests.length ? { kind: 'wildcard', patterns } : { kind: 'either', of: tests };
}

const orders = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;
const flipped: Readonly<Record<Order, Order>> = { lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte' };

const textTests: Readonly<
  Record<'ENDS_WITH' | 'LIKE' | 'RLIKE' | 'STARTS_WITH', (text: string) => ValueTest | undefined>
> = {
  ENDS_WITH: (text) => ({ kind: 'wildcard', patterns: [['', text]] }),
  STARTS_WITH: (text) => ({ kind: 'wildcard', patterns: [[text, '']] }),
  // What is escaped, and `?`, is left to rows.
  LIKE: (text) => (/[\\?]/.test(text) ? undefined : wildcard(text)),
  RLIKE: (text) => ({ kind: 'regex', pattern: text, caseInsensitive: false }),
};

function wildcard(text: string): ValueTest {
  const pieces = text.split('*');
  return pieces.length === 1 ? { kind: 'keyword', values: pieces } : { kind: 'wildcard', patterns: [pieces] };
}

function isText({ type }: PlanExpression): boolean {
  return type === 'keyword' || type === 'text';
}

function isNumber({ type }: PlanExpression): boolean {
  return type === 'integer' || type === 'long' || type === 'double';
}

/** Members of audit events that have several values, or any. */
const several: ReadonlySet<string> = new Set([
  'requestObject',
  'responseObject',
  'sourceIPs',
  'groups',
  'extra',
  'annotations',
]);

/**
 * Whether the API server writes one value at most
 * (https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/). What documents hold is not known.
 */
function hasOneValue({ access }: Field): boolean {
  if (access.from === 'annotation' || access.from === 'constant' || access.from === 'origin') return true;
  return access.from === 'path' && !access.dotted && !access.steps.some((step) => several.has(step));
}
