/** A compiled query, as its module has it. */
import type { AuditEvent } from '../../../schema/audit-event.ts';
import type { Head } from '../../../schema/head.ts';
import type { Context } from '../../../schema/read.ts';
import type { EsqlType } from '../value.ts';
import type { CallSites } from './call-sites.ts';
import { type Operator, pipeline, type Sink, type WorkRow } from './operator.ts';

/** Commands that run one after the other. */
export interface Section {
  /** Makes its call sites, and with them the operators. */
  readonly operators: (sites: CallSites) => readonly Operator[];
}

export interface CompiledQuery extends Section {
  /** Whether rows are made of events. A query that begins with `ROW` has one row of its own. */
  readonly ofEvents: boolean;
  /** The row of an event; of `ROW` the one row, whatever the event. */
  readonly read: (event: AuditEvent, context: Context, head: Head) => WorkRow;
  readonly columns: readonly ResultColumn[];
}

/** A column of the result. */
export interface ResultColumn {
  readonly slot: number;
  readonly name: string;
  readonly type: EsqlType;
}

/** One run of a query or of a part of it. */
export function start(section: Section, sites: CallSites, last: Sink): Sink {
  return pipeline(section.operators(sites), last);
}
