/** The code that makes a row of an event. */
import type { EsqlType } from '../../../query/esql/value.ts';
import { hasLeaves } from '../../../schema/read.ts';
import { type Code, js } from '../../codegen/code.ts';
import { emitValue } from '../../codegen/emit-value.ts';
import type { EsqlRuntimeName, ModuleScope } from '../../codegen/module-scope.ts';
import type { PlanCommand } from '../plan.ts';

type From = Extract<PlanCommand, { kind: 'from' }>;

const readers: Readonly<Record<EsqlType, EsqlRuntimeName | undefined>> = {
  boolean: 'booleanColumn',
  date: 'dateColumn',
  double: 'doubleColumn',
  integer: 'longColumn',
  ip: 'ipColumn',
  keyword: 'keywordColumn',
  long: 'longColumn',
  text: 'textColumn',
  version: 'versionColumn',
  null: undefined,
  date_period: undefined,
  time_duration: undefined,
};

/** An expression over the event `e`, its head `h` and the context `c`. */
export function emitField({ column, field }: From['fields'][number], scope: ModuleScope): Code {
  const reader = field.access.from === 'nowhere' ? undefined : readers[column.type];
  if (reader === undefined) return js`null`;
  const leaves = hasLeaves(field) ? js`, true` : js``;
  return js`${scope.useEsql(reader)}(${emitValue(field, { node: js`e`, head: js`h` }, scope)}${leaves})`;
}

export function emitMetadata(name: string, { index }: From, scope: ModuleScope): Code {
  switch (name) {
    case '_id':
      return js`${scope.useEsql('documentId')}(e)`;
    case '_index':
      return js`${scope.useEsql('documentIndex')}(e, ${index})`;
    case '_index_mode':
      return js`${'standard'}`;
    case '_source':
      return js`${scope.useEsql('documentSource')}(e)`;
    case '_version':
      return js`${scope.useEsql('documentVersion')}(e)`;
    default:
      return js`null`;
  }
}
