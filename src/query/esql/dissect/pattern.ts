/**
 * Patterns of `DISSECT`: keys, `%{name}`, and what stands between them.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-process-data-with-dissect-grok
 */
export interface DissectKey {
  /** Empty if the key is skipped. */
  readonly name: string;
  /** `->`: what follows may be repeated. */
  readonly padded: boolean;
  /** `+`, with the number behind `/`; null where keys are in the order of the pattern. */
  readonly append: { readonly order: number | null } | undefined;
  /** What stands behind the key; empty for the rest of the text. */
  readonly delimiter: string;
}

export interface DissectPattern {
  /** What stands before the first key. */
  readonly prefix: string;
  readonly keys: readonly DissectKey[];
}

/** A pattern of `DISSECT` that is none. */
export class DissectError extends Error {
  readonly hint: string;
  /** Where in the pattern. */
  readonly at: number;

  constructor(message: string, hint: string, at: number) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}

/** @throws {DissectError} */
export function parseDissect(pattern: string): DissectPattern {
  const start = pattern.indexOf('%{');
  if (start === -1) throw nothing(0);
  const keys: DissectKey[] = [];
  for (let at = start; at < pattern.length; ) {
    const close = pattern.indexOf('}', at);
    if (close === -1) throw new DissectError('this key is never closed', 'add `}`', at);
    const next = pattern.indexOf('%{', close);
    const end = next === -1 ? pattern.length : next;
    const delimiter = pattern.slice(close + 1, end);
    if (delimiter === '' && next !== -1) {
      throw new DissectError('nothing stands between two keys', 'write what separates their values', next);
    }
    keys.push({ ...keyOf(pattern.slice(at + 2, close), at), delimiter });
    at = end;
  }
  if (keys.every(({ name }) => name === '')) {
    throw nothing(start);
  }
  return { prefix: pattern.slice(0, start), keys: appended(keys) };
}

function nothing(at: number): DissectError {
  const hint = 'name what it is to take: `%{address} %{verb}`';
  return new DissectError('this pattern takes nothing out of a text', hint, at);
}

/** What stands before the modifier is no part of the name: of `%{{?name}` nothing is kept, as in Elasticsearch. */
const form = /^(?:[^+?*&/]*(?=\?))?([+?*&]?)([^+?*&/]*?)(?:\/(\d{1,9}))?(->)?$/;

function keyOf(text: string, at: number): Omit<DissectKey, 'delimiter'> {
  const [, modifier = '', name = '', order, padding] = form.exec(text) ?? [];
  if (modifier === '*' || modifier === '&') {
    const hint = 'name what it is to take: `%{name}`';
    throw new DissectError(`reference keys, as in \`%{${text}}\`, are not supported`, hint, at);
  }
  if (modifier === '' && name === '' && text !== '' && text !== '->') {
    const hint = 'write `%{name}`, with `+`, `?`, `/1` or `->` at most';
    throw new DissectError(`\`%{${text}}\` is no key`, hint, at);
  }
  if (order !== undefined && modifier !== '+') {
    throw new DissectError(
      `\`%{${text}}\` has an order but appends nothing`,
      'write `+` before the name',
      at,
    );
  }
  if (modifier === '+' && name === '') {
    throw new DissectError(`\`%{${text}}\` appends to nothing`, 'write a name behind `+`', at);
  }
  const append = modifier === '+' ? { order: order === undefined ? null : Number(order) } : undefined;
  return { name: modifier === '?' ? '' : name, padded: padding !== undefined, append };
}

/** A key to which others append is the first of them. */
function appended(keys: readonly DissectKey[]): readonly DissectKey[] {
  const names = new Set(keys.filter(({ append }) => append !== undefined).map(({ name }) => name));
  return keys.map((key) => (names.has(key.name) ? { ...key, append: key.append ?? { order: null } } : key));
}
