/** What a parser could have gone on with, as peggy tells it. */
export interface Expectation {
  readonly type: string;
  readonly text?: unknown;
  readonly description?: string;
}

/** @returns `a`, `a or b`, `a, b or c`; undefined of no words */
export function alternatives(words: Iterable<string>): string | undefined {
  const all = [...words];
  const last = all.pop();
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`;
}
