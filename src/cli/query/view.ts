/** An event as a row of a table. */

import { defaultCategoryField } from '../../compile/eql/lower.ts';
import { dotted, someLeaf } from '../../match/document-runtime.ts';
import type { SourcedEvent } from '../../schema/audit-event.ts';
import type { Field } from '../../schema/field.ts';
import type { Source } from '../../source/source.ts';
import { named, shortened } from '../../text/visible.ts';
import type { EventOrder } from './event-order.ts';
import type { Setting } from './language.ts';

export interface View {
  readonly headings: readonly string[];
  /** @returns as many cells, of visible characters alone */
  rowOf(event: SourcedEvent): readonly string[];
}

/** Who did what, from where: as alerts tell it, without secrets. */
export function requestView(source: Source, order: EventOrder): View {
  return {
    headings: ['TIME', 'WHO DID WHAT, FROM WHERE'],
    rowOf(event) {
      const { cluster } = event.origin;
      const where = cluster === undefined ? '' : ` in cluster ${named(cluster)}`;
      return [timeText(event, order, 'second'), source.describe(source.redact(event).event) + where];
    },
  };
}

/** The most that is shown of a cell. */
const cellLimit = 400;

/** The fields that the query names; where it names none but the category, the document. */
export function documentView(
  fields: readonly Field[],
  { timestampField, categoryField = defaultCategoryField }: Pick<Setting, 'categoryField' | 'timestampField'>,
  order: EventOrder,
): View {
  const others = fields.filter(({ name }) => name !== timestampField);
  const isOfOthers = others.some(({ name }) => name !== categoryField);
  const time = order.hasTime ? ['TIME'] : [];
  const timeOf = (event: SourcedEvent) => (order.hasTime ? [timeText(event, order, 'millisecond')] : []);
  return {
    headings: [
      ...time,
      ...others.map(({ name }) => shortened(name, cellLimit)),
      ...(isOfOthers ? [] : ['DOCUMENT']),
    ],
    rowOf: (event) => [
      ...timeOf(event),
      ...others.map((field) => cellOf(field, event)),
      ...(isOfOthers ? [] : [shortened(JSON.stringify(event.event), cellLimit)]),
    ],
  };
}

function cellOf(field: Field, { event }: SourcedEvent): string {
  const values: string[] = [];
  someLeaf(field.access.from === 'path' ? dotted(event, field.access.steps) : undefined, (value) => {
    values.push(value === '' ? '""' : String(value));
    return values.length > cellLimit;
  });
  return values.length === 0 ? '-' : shortened(values.join(', '), cellLimit);
}

function timeText(event: SourcedEvent, order: EventOrder, to: 'millisecond' | 'second'): string {
  const date = new Date(order.timeOf(event).at);
  if (Number.isNaN(date.getTime())) return '-';
  return to === 'second' ? date.toISOString().replace(/\.\d+Z$/, 'Z') : date.toISOString();
}
