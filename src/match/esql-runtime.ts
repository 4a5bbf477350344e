/** What compiled ES|QL imports beside `runtime.ts`. Functions and aggregates are found here by being the same object. */

export { orderOf } from '../query/esql/order.ts';
export { evaluate, expand, limit, where } from '../query/esql/run/each-row.ts';
export { extract } from '../query/esql/run/extract.ts';
export { sort } from '../query/esql/run/sort.ts';
export { inlineStats, stats } from '../query/esql/run/stats.ts';
export {
  booleanColumn,
  dateColumn,
  doubleColumn,
  ipColumn,
  keywordColumn,
  longColumn,
  textColumn,
  versionColumn,
} from './column.ts';
export { documentId, documentIndex, documentVersion } from './metadata.ts';
