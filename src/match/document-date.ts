/** Dates of documents of any shape, as an index with Elasticsearch's usual format reads them. */
import { parseIso } from '../query/esql/date/iso.ts';
import type { Scalar } from '../schema/visit.ts';

/**
 * Reads the format `strict_date_optional_time||epoch_millis`, so that four digits are a year. A space may stand for the
 * `T`, as in many logs.
 * https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/date
 * @returns epoch milliseconds, NaN if the value is no date
 */
export function documentEpochMs(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 40) return Number.NaN;
  const at = parseIso(value.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'));
  if (at !== undefined) return at;
  return /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
}
