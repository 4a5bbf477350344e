/** `ROW` and `EVAL`: columns that are computed one after the other, each from those before. */
import type { Field } from '../ast.ts';
import type { Definition, PlanExpression } from '../plan.ts';
import { Entry } from './columns.ts';
import type { Context, Pending } from './context.ts';
import { nothing, type Report } from './report.ts';
import { inWords, isAmount } from './types.ts';

export function checkFields(kind: 'eval' | 'row', fields: readonly Field[], context: Context): Pending {
  const { checker, columns, scope, report } = context;
  const of: Definition[] = [];
  for (const field of fields) {
    const expression = columnar(checker.type(field.expression, { scope }), report);
    const column = columns.make(nameOf(field, context), expression.type);
    const known = checker.constantOf(expression);
    const constant = known.kind === 'literal' ? known : undefined;
    scope.define(new Entry(column.name, column.type, () => column, { constant }));
    of.push({ column, expression });
  }
  return () => ({ kind, of, span: spanOf(fields) });
}

/** A column without a name is named by its source text, as Elasticsearch does. */
export function nameOf({ name, expression, span }: Field, { text }: Context): string {
  if (name !== null) return name.text;
  return expression.kind === 'column' ? expression.name : text.slice(span.start, span.end);
}

/** What can be the value of a column: amounts of time cannot. */
export function columnar(expression: PlanExpression, report: Report): PlanExpression {
  if (!isAmount(expression.type)) return expression;
  const hint = 'add it to a date, or write it where it is used';
  const message = `${inWords(expression.type)} is no value of a column`;
  report.error('amount-column', message, expression.span, hint);
  return nothing(expression.span);
}

function spanOf(fields: readonly Field[]) {
  return { start: fields[0]?.span.start ?? 0, end: fields.at(-1)?.span.end ?? 0 };
}
