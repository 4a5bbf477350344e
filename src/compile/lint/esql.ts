/** What lint can say of an ES|QL query: of the filters before its rows are counted, as far as they are conditions of events. */
import type { Reader } from '../../schema/reader.ts';
import type { Condition } from '../conditions/conditions.ts';
import { compileEsql } from '../esql/compile-esql.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import { contradictions } from './contradictions.ts';
import { exclusions } from './exclusions.ts';
import { valueProblems } from './values.ts';

export function lintEsql(text: string, reader: Reader): readonly Problem[] {
  const { query } = compileEsql(text, reader);
  if (query === undefined) return [];
  const conditions = (query.predicate.kind === 'and' ? query.predicate.of : [query.predicate]).map(
    (predicate): Condition => ({
      kind: 'condition',
      of: [],
      text: '',
      span: { start: 0, end: 0 },
      predicate,
      fields: [...new Set(fieldsIn(predicate))],
    }),
  );
  return [
    ...conditions.flatMap(valueProblems),
    ...contradictions(conditions),
    ...exclusions(conditions, false),
  ].map((problem) => placed(problem, text));
}

/** Where the value stands that is told of; the whole query, if that is not clear. */
function placed({ span: _, ...problem }: Problem, text: string): Problem {
  const values = [...problem.message.matchAll(/`([^`]+)`/g)].map(([, value]) => `"${value}"`);
  const value = values.find((each) => text.includes(each));
  if (value === undefined) return problem;
  const start = text.indexOf(value);
  return { ...problem, span: { start, end: start + value.length } };
}

function fieldsIn(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(predicate.of);
    case 'some':
    case 'element':
      return [predicate.field.name];
    default:
      return [];
  }
}
