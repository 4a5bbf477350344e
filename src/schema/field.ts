/** What a field is: its name in Elastic's terms, its type, and how it is read. */
import type { DerivedName } from './derive.ts';

/**
 * Elasticsearch's field types, as far as audit events and documents for queries need them, and `dynamic`: the type is that of the value,
 * for names no mapping lists. `text` is matched as `keyword` (docs/semantics.md).
 */
export type FieldType =
  | 'keyword'
  | 'text'
  | 'long'
  | 'double'
  | 'boolean'
  | 'date'
  | 'ip'
  | 'version'
  | 'flattened'
  | 'nested'
  | 'object'
  | 'dynamic';

/** Where a field's values are found. */
export type FieldAccess =
  /**
   * Keys to follow from the event (or, within nested syntax, from the element). Arrays on the way stand for all
   * their elements. With `dotted`, a key of the event may itself contain dots and span several steps, as in
   * labels: `a.b` is found under `{a: {b}}` and under `{'a.b'}`.
   */
  | { readonly from: 'path'; readonly steps: readonly string[]; readonly dotted: boolean }
  /** An annotation of the audit event, by its key with every dot written as an underscore. */
  | { readonly from: 'annotation'; readonly key: string }
  /** Computed from the event by the function of this name in derive.ts, then followed along `steps`. */
  | { readonly from: 'derived'; readonly by: DerivedName; readonly steps: readonly string[] }
  /** Known from the delivery, not from the event. */
  | { readonly from: 'origin'; readonly key: 'cluster' | 'account' | 'region' | 'provider' }
  /** The same for every event. */
  | { readonly from: 'constant'; readonly value: string }
  /** Every value whose dotted path, after `prefix`, matches the pattern (literal pieces between wildcards). */
  | { readonly from: 'matching'; readonly pattern: readonly string[]; readonly prefix: string }
  /** Elastic's mapping has it, but nothing that reaches Harrier ever sets it. */
  | { readonly from: 'nowhere' };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly access: FieldAccess;
}
