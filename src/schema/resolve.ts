/** From a field's name to its type and place. Build time only: what a reader is, the compiler takes as a parameter. */
import type { Field } from './field.ts';

export type ResolvedField = Field;

/** Names fields can be looked up by; one implementation for raw audit events, one for documents of any shape. */
export interface Reader {
  readonly name: 'audit' | 'document';
  /**
   * @param name as written in a query, without escapes, for example `kubernetes.audit.verb`
   * @param parent the field of the enclosing nested syntax; `name` is then relative to its elements
   * @returns undefined if no event can have such a field
   */
  resolve(name: string, parent?: ResolvedField): ResolvedField | undefined;
  /**
   * @param pattern literal pieces between the `*`s of a field name
   * @returns every known field whose name matches, in the table's order, and for the free-form parts of an event
   * one field of place `matching`
   */
  expand(pattern: readonly string[], parent?: ResolvedField): readonly ResolvedField[];
  /** Known names, for suggestions. */
  names(): readonly string[];
}
