/** From a field's name to its type and how it is read. Build time only. The compiler is given a reader. */
import type { Field } from './field.ts';

/** The steps to each value that events are dispatched by. */
export type DispatchSteps = Readonly<Record<'verb' | 'resource' | 'subresource', readonly string[]>>;

/** Names fields can be looked up by; one implementation for raw audit events, one for documents of any shape. */
export interface Reader {
  /**
   * Where an event has the values by which the rule set finds candidates, as steps from the event: such an event has a
   * head. Absent for events that have none; then every stage is a candidate of every event.
   */
  readonly dispatch?: DispatchSteps;
  /**
   * Whether an empty string is a value, as in Elasticsearch. Elastic's pipeline drops those of audit events, and so does
   * what reads them (visit.ts).
   */
  readonly keepsEmpty?: true;
  /**
   * @param name as written in a query, without escapes, for example `kubernetes.audit.verb`
   * @param parent the field of the enclosing nested syntax; `name` is then relative to its elements
   * @returns undefined if no event can have such a field
   */
  resolve(name: string, parent?: Field): Field | undefined;
  /**
   * @param pattern literal pieces between the `*`s of a field name
   * @returns every known field whose name matches, in the table's order, and for the free-form parts of an event
   * one field that is read as `matching`
   */
  expand(pattern: readonly string[], parent?: Field): readonly Field[];
  /** Known names, for suggestions. */
  names(): readonly string[];
}
