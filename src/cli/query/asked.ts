/** What is asked for on the command line, beside the query and its inputs. */
import type { parseArgs } from 'node:util';
import { isColoured } from '../alert-table.ts';
import { UsageError } from '../command.ts';
import { type Period, periodOf } from '../period.ts';
import { auditInput, documentInput, type InputSource } from '../sources.ts';
import { instantOrAgo, oneOf } from '../usage.ts';
import type { Output, Setting } from './language.ts';
import { type GivenTypes, noTypes, readTypes } from './types-file.ts';

export const options = {
  language: { type: 'string', default: 'kuery' },
  format: { type: 'string', default: 'auto' },
  output: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  now: { type: 'string' },
  cluster: { type: 'string' },
  types: { type: 'string' },
  'timestamp-field': { type: 'string', default: '@timestamp' },
  'tiebreaker-field': { type: 'string' },
  'event-category-field': { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

export interface Asked {
  readonly input: InputSource;
  readonly period: Period;
  /** Of inputs that do not tell it themselves. */
  readonly known: { readonly cluster?: string };
  readonly types: GivenTypes;
  readonly setting: Omit<Setting, 'documentOf' | 'givenTypes' | 'readers' | 'types'>;
}

/** What decides about the output, if it is a terminal. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** @throws UsageError */
export function askedFor(values: Values, terminal: Terminal): Asked {
  const isAuto = oneOf('format', values.format, ['auto', 'document'] as const) === 'auto';
  const { types, cluster } = values;
  if (types !== undefined && isAuto)
    throw new UsageError('`--types` needs `--format document`: the types of audit events are known');
  return {
    input: isAuto ? auditInput : documentInput,
    period: periodOf(values),
    known: cluster === undefined ? {} : { cluster },
    types: types === undefined ? noTypes : readTypes(types),
    setting: {
      source: isAuto ? auditInput.source : documentInput.source,
      distinct: isAuto,
      categoryField: values['event-category-field'],
      timestampField: values['timestamp-field'],
      tiebreakerField: values['tiebreaker-field'],
      now: instantOrAgo('now', values.now, Date.now()) ?? Date.now(),
      output: outputOf(values.output, terminal),
    },
  };
}

/** Where nobody says how wide it is. */
const defaultWidth = 80;
const leastWidth = 40;

function outputOf(asked: string | undefined, terminal: Terminal): Output {
  const { isTTY = false, columns } = terminal;
  const kind = oneOf('output', asked ?? (isTTY ? 'table' : 'ndjson'), ['table', 'ndjson'] as const);
  if (kind === 'ndjson') return { kind };
  const width = Math.max(leastWidth, columns ?? (Number(process.env.COLUMNS) || defaultWidth));
  return { kind, width, colour: isColoured(terminal, process.env) };
}
