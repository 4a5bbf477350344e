/** Fields that no mapping lists, whose values say what they are: they are read as what they are used as. */
import type { EsqlAccepts } from '../../../query/esql/function.ts';
import type { EsqlType } from '../../../query/esql/value.ts';
import { isAccepted } from './types.ts';

/** What such a field is read as beside a value of a type; JSON's numbers are mostly whole. */
export function readBeside(type: EsqlType): EsqlType {
  switch (type) {
    case 'integer':
      return 'long';
    case 'date_period':
    case 'time_duration':
      return 'date';
    case 'null':
    case 'text':
      return 'keyword';
    default:
      return type;
  }
}

const preferred: readonly EsqlType[] = [
  'keyword',
  'long',
  'double',
  'boolean',
  'date',
  'ip',
  'version',
  'integer',
];

/** What it is read as where a function takes some types. */
export function readAs(accepts: readonly EsqlAccepts[]): EsqlType {
  return preferred.find((type) => isAccepted(type, accepts)) ?? 'keyword';
}
