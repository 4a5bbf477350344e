/** What is counted, with the first few as examples. */

/** Of each kind so many examples are shown; all are counted. */
export const shown = 5;

export interface Tally<Example> {
  count: number;
  readonly examples: Example[];
}

export function note<Example>(tally: Tally<Example>, example: Example): void {
  tally.count++;
  if (tally.examples.length < shown) tally.examples.push(example);
}

/** Says how many there are beside the examples. */
export function rest(of: number, examples: readonly unknown[], indent: string): readonly string[] {
  return of > examples.length ? [`${indent}and ${(of - examples.length).toLocaleString('en')} more`] : [];
}
