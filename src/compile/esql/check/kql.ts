/** `KQL("…")`: a condition on the event that a row is made of. */
import { compileKql } from '../../kql/compile-kql.ts';
import type { Call } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import { nothing, type Report } from './report.ts';
import type { EsqlSchema } from './schema.ts';
import type { Scope } from './scope.ts';

/** @returns null for what is wrong, which is told at the place of the text */
export function conditionOnEvent(
  call: Call,
  scope: Scope,
  schema: EsqlSchema,
  report: Report,
): PlanExpression {
  const [text, ...others] = call.args;
  const { span } = call;
  if (text?.kind !== 'string' || others.length > 0 || call.star || (call.options?.length ?? 0) > 0) {
    const hint = 'write, for example, `KQL("""user.name : "anna" and not source.ip : "10.0.0.0/8" """)`';
    report.error('kql-argument', '`KQL` takes one text, which is a constant', span, hint);
    return nothing(span);
  }
  if (!scope.hasEvents) {
    const hint = 'put it into a `WHERE` behind `FROM`';
    report.error('misplaced-kql', '`KQL` asks an event, and these rows are made of none', span, hint);
    return nothing(span);
  }
  const { predicate, problems } = compileKql(text.value, schema.reader);
  for (const { severity, code, message, hint, span: at } of problems) {
    const place = at === undefined ? text.span : report.within(text.span, text.value, at);
    report[severity](code, message, place, hint);
  }
  return predicate === undefined ? nothing(span) : { kind: 'kql', predicate, type: 'boolean', span };
}
