/**
 * How much a function does, counted without a clock: how often each block of the given files ran, as V8 counts it,
 * and how much of their texts and lists the built-in functions went over.
 */
import { type Profiler, Session } from 'node:inspector';

interface Sized {
  readonly length: number;
}

type Native = (this: unknown, ...given: unknown[]) => unknown;

/** What goes over a list or a text, and how far: to what it finds, or over all of it. */
const measured: readonly (readonly [object, string, (self: Sized, result: unknown) => number])[] = [
  ...[
    'shift',
    'unshift',
    'splice',
    'concat',
    'join',
    'reverse',
    'includes',
    'map',
    'filter',
    'some',
    'every',
  ].map((name) => [Array.prototype, name, (self: Sized) => self.length] as const),
  [Array.prototype, 'slice', (_, result) => (result as Sized).length],
  ...['replaceAll', 'toLowerCase', 'split', 'includes'].map(
    (name) => [String.prototype, name, (self: Sized) => self.length] as const,
  ),
];

let profiler: Session | undefined;

/** V8 counts from one call of this to the next. */
function blockCounts(folder: string): number {
  if (profiler === undefined) {
    profiler = new Session();
    profiler.connect();
    profiler.post('Profiler.enable');
    profiler.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }
  let scripts: readonly Profiler.ScriptCoverage[] = [];
  profiler.post('Profiler.takePreciseCoverage', (_, { result }) => {
    scripts = result;
  });
  return scripts
    .filter(({ url }) => url.includes(folder))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}

/** @returns the work of one call of `run`, in steps; the same for the same input */
export function workOf(folder: string, run: () => void): number {
  let natives = 0;
  const restore: (() => void)[] = [];
  const wrap = (
    holder: object,
    name: string,
    count: (self: never, result: unknown, given: unknown[]) => number,
  ) => {
    const owner = holder as Record<string, Native>;
    const native = owner[name] as Native;
    owner[name] = function (this: unknown, ...given: unknown[]) {
      const from = this instanceof RegExp && (this.global || this.sticky) ? this.lastIndex : 0;
      const result = native.apply(this, given);
      natives += count(this as never, result, [...given, from]);
      return result;
    };
    restore.push(() => {
      owner[name] = native;
    });
  };
  blockCounts(folder);
  for (const [holder, name, count] of measured) wrap(holder, name, count);
  // `replace`, `test`, `search` and `split` with an expression all call this.
  wrap(RegExp.prototype, 'exec', (self: RegExp, result, [text, from]) => {
    const found = result as RegExpExecArray | null;
    if (found !== null) return found.index + found[0].length - (from as number) + 1;
    return self.sticky ? 1 : String(text).length - (from as number);
  });
  for (const name of ['indexOf', 'lastIndexOf'])
    wrap(String.prototype, name, (self: string, result, [, from]) => {
      const start = typeof from === 'number' ? from : 0;
      return result === -1
        ? self.length - Math.min(start, self.length)
        : Math.abs((result as number) - start) + 1;
    });
  try {
    run();
  } finally {
    for (const undo of restore) undo();
  }
  return natives + blockCounts(folder);
}
