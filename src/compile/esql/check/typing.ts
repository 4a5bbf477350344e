/** What the typing of expressions is made of. */
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import type { EsqlType } from '../../../query/esql/value.ts';
import type { Call, Expression } from '../ast.ts';
import type { PlanExpression } from '../plan.ts';
import type { Report } from './report.ts';
import type { Scope } from './scope.ts';
import type { Registry } from './signature.ts';

/** Where an expression stands. */
export interface ExpressionPlace {
  readonly scope: Scope;
  /** In `STATS`, where groups can be made of ranges. */
  readonly isStats?: boolean;
  /** What becomes of an aggregate; absent where none can stand. */
  readonly aggregate?: (of: EsqlAggregate, call: Call) => PlanExpression;
  /** What an expression stands for as a whole, before its parts are looked at. */
  readonly known?: (expression: Expression) => PlanExpression | undefined;
}

export interface Typing {
  readonly registry: Registry;
  readonly report: Report;
  /**
   * @param as what a field that no mapping lists is read as
   * @returns the typed expression; null where a problem was told
   */
  type(expression: Expression, place: ExpressionPlace, as?: EsqlType): PlanExpression;
  /** An expression that has to be a condition. */
  condition(expression: Expression, place: ExpressionPlace): PlanExpression;
}
