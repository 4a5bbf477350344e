/**
 * What an EQL event query means: its syntax tree and the reader of the events give the predicate tree. A condition is
 * made of look-ups (look-up.ts), which are predicates, and of scripts, which hold if they are true for some choice of
 * a value for each field, a field without values being null (https://github.com/elastic/elasticsearch/pull/76610).
 * `not` before a look-up, `and` or `or` is over all values; `not` before a script is part of it.
 */
import type { Reader } from '../../schema/reader.ts';
import { constantFolded } from '../constant.ts';
import { type Expression, fieldsIn } from '../expression.ts';
import { equalsTest } from '../literals/test-value.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import type { EventQuery } from './ast.ts';
import { lookUp } from './look-up.ts';
import { simplified } from './simplify.ts';
import { ExpressionTyping } from './type.ts';

export interface Lowered {
  /** Absent if any problem is an error. */
  readonly predicate?: Predicate;
  readonly problems: readonly Problem[];
}

/** Elasticsearch's default. */
export const defaultCategoryField = 'event.category';

/**
 * @param query its spans are those of the problems
 * @param reader what the events are: it knows the fields
 * @param categoryField which field the category before `where` is a value of
 * @returns the predicate, not folded, and all problems, in the order of the text
 */
export function lowerEql(query: EventQuery, reader: Reader, categoryField = defaultCategoryField): Lowered {
  const problems: Problem[] = [];
  const typing = new ExpressionTyping(reader, problems);
  const condition = typing.condition(query.condition);
  const predicate: Predicate = {
    kind: 'and',
    of: [ofCategory(query, reader, categoryField, typing), lower(simplified(condition), typing)],
  };
  problems.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  return problems.some(({ severity }) => severity === 'error') ? { problems } : { predicate, problems };
}

/** `any` is every event, also one without a category. */
function ofCategory(
  { category, span }: EventQuery,
  reader: Reader,
  categoryField: string,
  typing: ExpressionTyping,
): Predicate {
  const always: Predicate = { kind: 'constant', value: true };
  if (category === null) return always;
  const field = reader.resolve(categoryField);
  const place = { start: span.start, end: span.start + category.length };
  if (field === undefined || field.access.from === 'nowhere') {
    const message = `no event has a category: there is no field \`${categoryField}\``;
    const hint = 'write `any where …`, or name the field that has it in the rule’s `event_category_override`';
    typing.problem('error', 'no-category', message, place, hint);
    return always;
  }
  const outcome = category === '' ? undefined : equalsTest(field, category);
  if (outcome !== undefined && 'test' in outcome) return { kind: 'some', field, test: outcome.test };
  const message = outcome === undefined ? 'the category is empty' : outcome.fault.message;
  typing.problem('error', 'no-category', message, place, 'write `any where …` for events of any category');
  return always;
}

function lower(condition: Expression, typing: ExpressionTyping): Predicate {
  switch (condition.kind) {
    case 'literal':
      return { kind: 'constant', value: condition.value === true };
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((each) => lower(each, typing)) };
    case 'not': {
      const { of } = condition;
      const lookedUp = of.kind === 'and' || of.kind === 'or' ? lower(of, typing) : lookUp(of, typing);
      return lookedUp === undefined ? script(condition, typing) : { kind: 'not', of: lookedUp };
    }
    default:
      return lookUp(condition, typing) ?? script(condition, typing);
  }
}

function script(of: Expression, typing: ExpressionTyping): Predicate {
  const folded = constantFolded(of);
  if (folded.kind === 'literal') return { kind: 'constant', value: folded.value === true };
  const types = new Map<string, string>();
  for (const { field, type, span } of fieldsIn(folded)) {
    const known = types.get(field.name);
    types.set(field.name, type);
    if (known === undefined || known === type) continue;
    const message = `\`${field.name}\` is read as ${known} here and as ${type} there, and its values have to be either`;
    typing.problem('error', 'ambiguous-type', message, span, 'make two conditions of it, joined by `and`');
  }
  return { kind: 'holds', of: folded };
}
