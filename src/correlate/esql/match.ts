/** Events of which a rule in ES|QL makes rows. */
import type { Match } from '../../match/match.ts';
import type { RuleQuery } from '../../match/rule-query.ts';
import type { WorkRow } from '../../query/esql/run/operator.ts';
import type { EsqlRule } from '../../rule.ts';

export interface EsqlMatch extends Match<EsqlRule> {
  readonly query: RuleQuery;
}

/** @returns the rows that the query makes of the event before any `STATS` */
export function rowsOf({ query, event, head }: EsqlMatch): readonly WorkRow[] {
  const { origin, partial } = event;
  return query.rows(event.event, { origin, now: 0, partial }, head);
}
