import type { Reader } from '../schema/reader.ts';

/** What rules are compiled for: a source's fields, by the index patterns that rules name. In no bundle. */
export interface Target {
  /** A reader of the source's events, whichever rule reads them. */
  readonly reader: Reader;
  /**
   * @param index patterns that a rule names; empty if it names none
   * @returns the readers of the data streams that they name, to be tried in this order; none if there is none
   */
  readersOf(index: readonly string[]): readonly Reader[];
  /** The data streams there are, for messages. */
  readonly indexes: readonly string[];
  /** Of the alerts that Harrier makes of the source's events; absent where no rule can be over them. */
  readonly overAlerts?: Target;
}
