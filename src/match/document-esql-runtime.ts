/** What compiled ES|QL over documents of any shape imports: an empty string is a value of them. */
import { columnsBy } from './column.ts';
import { documentEpochMs } from './document-date.ts';
import { isFalse, someLeaf, someValue } from './document-runtime.ts';

// What is declared below goes before what this brings under the same name.
export * from './esql-runtime.ts';

export const {
  booleanColumn,
  dateColumn,
  doubleColumn,
  ipColumn,
  keywordColumn,
  longColumn,
  textColumn,
  versionColumn,
} = columnsBy(someValue, someLeaf, { toDate: documentEpochMs, isFalse });
