/** Values of ES|QL at run time, and their types. */
import type { Type } from '../types.ts';

/** Types of expressions. The two amounts of time exist only in queries: no column of a result has them. */
export type EsqlType = Type | 'date_period' | 'time_duration';

/**
 * One value. By type: `boolean` a boolean; `integer` and `double` a number; `long` a number, or a bigint beyond 2^53, so
 * that equal longs are `===`; `date` a number of epoch milliseconds (UTC); `keyword`, `text`, `ip` (in its shortest form)
 * and `version` a string; `date_period` a number of calendar months and days; `time_duration` a number of milliseconds.
 */
export type Scalar = bigint | boolean | number | string | Period;

/** A calendar amount of time, such as `1 month`, in UTC's calendar. */
export interface Period {
  readonly months: number;
  readonly days: number;
}

/** What an expression gives: null, one value, or several. A list has two values at least. */
export type EsqlValue = null | Scalar | readonly Scalar[];

/** A row of a table: the values of its columns, by the columns' slots. */
export type Row = readonly EsqlValue[];
