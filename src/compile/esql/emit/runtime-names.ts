import * as runtime from '../../../match/esql-runtime.ts';
import type { EsqlAggregate } from '../../../query/esql/aggregate.ts';
import type { EsqlFunction } from '../../../query/esql/function.ts';
import type { EsqlRuntimeName } from '../../codegen/module-scope.ts';

const names = new Map(Object.entries(runtime).map(([name, value]) => [value as unknown, name]));

/**
 * @returns the name under which compiled code imports a function or an aggregate
 * @throws if `match/esql-runtime.ts` does not export it
 */
export function runtimeNameOf(of: EsqlFunction | EsqlAggregate): EsqlRuntimeName {
  const name = names.get(of);
  if (name === undefined) throw new Error(`match/esql-runtime.ts does not export ${of.name}`);
  return name as EsqlRuntimeName;
}
