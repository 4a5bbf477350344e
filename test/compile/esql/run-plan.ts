/** Runs checked queries the way `harrier query` does. */
import { emitQueryModule } from '../../../src/compile/esql/emit/emit-query.ts';
import type { Plan } from '../../../src/compile/esql/plan.ts';
import { CallSites } from '../../../src/query/esql/run/call-sites.ts';
import { Rows } from '../../../src/query/esql/run/operator.ts';
import { type CompiledQuery, start } from '../../../src/query/esql/run/query.ts';
import type { Warning } from '../../../src/query/esql/run/warnings.ts';
import type { EsqlValue } from '../../../src/query/esql/value.ts';
import type { JsonObject } from '../../../src/schema/audit-event.ts';
import { headOf } from '../../../src/schema/head.ts';
import { loadModule, runtime } from '../../load-module.ts';

export interface Ran {
  /** The values of the result's columns. */
  readonly rows: readonly (readonly EsqlValue[])[];
  readonly warnings: readonly Warning[];
}

/**
 * @param events without them the query begins with `ROW`
 * @param imported the runtime: that of audit events without another
 */
export async function runPlan(
  plan: Plan,
  events: readonly JsonObject[] = [{}],
  now = 0,
  imported = runtime,
): Promise<Ran> {
  const { esqlQuery: query } = (await loadModule(emitQueryModule(plan, imported))) as {
    esqlQuery: CompiledQuery;
  };
  const sites = new CallSites(now);
  const last = new Rows();
  const first = start(query, sites, last);
  const context = { origin: { source: 'test' }, now };
  for (const event of events) {
    if (first.isFull) break;
    first.take(query.read(event, context, headOf(event)));
  }
  first.end();
  const rows = last.taken().map((row) => query.columns.map(({ slot }) => row[slot] ?? null));
  return { rows, warnings: sites.warnings.list() };
}
