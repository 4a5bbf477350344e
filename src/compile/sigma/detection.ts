/** Sigma's `detection` section to one tree of conditions. */
import type { Problem, Span } from '../problem.ts';
import { nearestPlace, type Path, type TomlPlace } from '../toml/places.ts';
import { conditionTree } from './condition.ts';
import { knownField } from './fields.ts';
import { modifiersOf, testsOf } from './modifiers.ts';
import { SigmaProblem, type Tree } from './tree.ts';

/**
 * @param value of the key `detection`
 * @param places of the whole document
 * @returns the tree, unless there is any problem
 */
export function readDetection(
  value: unknown,
  places: TomlPlace,
): { readonly tree?: Tree; readonly problems: readonly Problem[] } {
  const at = (...path: Path): Span =>
    nearestPlace(places, ['detection', ...path])?.value ?? { start: 0, end: 0 };
  if (!isMap(value)) {
    const problem = new SigmaProblem(
      'sigma-detection',
      at(),
      '`detection` is no map',
      'give it detections and a `condition`',
    );
    return { problems: [problem.problem] };
  }
  const problems: Problem[] = [];
  const detections = new Map<string, Tree>();
  const attempt = <Result>(run: () => Result): Result | undefined => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof SigmaProblem)) throw error;
      problems.push(error.problem);
      return undefined;
    }
  };
  for (const [name, body] of Object.entries(value)) {
    if (name === 'condition' || name === 'timeframe') continue;
    const tree = attempt(() => new Detection(places, attempt).read(body, ['detection', name]));
    if (tree !== undefined) detections.set(name, tree);
  }
  if ('timeframe' in value)
    problems.push(
      new SigmaProblem(
        'sigma-condition',
        at('timeframe'),
        '`timeframe` belongs to a syntax that Sigma gave up',
        'write a correlation rule',
      ).problem,
    );
  if (problems.length > 0) return { problems };
  const conditions = [value.condition].flat();
  const trees = conditions.map((text, index) =>
    attempt(() => {
      const span = Array.isArray(value.condition) ? at('condition', index) : at('condition');
      if (typeof text === 'string') return conditionTree(text, span, detections);
      throw new SigmaProblem(
        'sigma-condition',
        span,
        'the detection has no `condition` that is text',
        'add one, such as `condition: selection`',
      );
    }),
  );
  if (problems.length > 0) return { problems };
  const found = trees.filter((tree) => tree !== undefined);
  const [only] = found;
  return found.length === 1 && only !== undefined
    ? { tree: only, problems }
    : { tree: { kind: 'or', of: found }, problems };
}

type Attempt = <Result>(run: () => Result) => Result | undefined;

class Detection {
  readonly #places: TomlPlace;
  readonly #attempt: Attempt;

  constructor(places: TomlPlace, attempt: Attempt) {
    this.#places = places;
    this.#attempt = attempt;
  }

  /** Of a list one has to hold, of a map all. */
  read(body: unknown, path: Path): Tree {
    if (Array.isArray(body)) {
      if (body.length === 0) throw this.#problem(path, 'the detection is empty', 'give it fields');
      return joined(
        'or',
        body.map((each, index) => this.read(each, [...path, index])),
      );
    }
    if (isMap(body)) {
      const entries = Object.entries(body);
      if (entries.length === 0) throw this.#problem(path, 'the detection is empty', 'give it fields');
      // All mistakes are told, not the first alone.
      const of = entries.flatMap(
        ([key, value]) => this.#attempt(() => this.#field(key, value, [...path, key])) ?? [],
      );
      return joined('and', of);
    }
    throw new SigmaProblem(
      'sigma-unsaid',
      this.#span(path),
      'keywords are looked for in the whole event, which EQL cannot',
      'name the field that is meant: `requestURI|contains`, `userAgent|contains`, `user.username`',
    );
  }

  #field(key: string, value: unknown, path: Path): Tree {
    const fieldSpan = nearestPlace(this.#places, path)?.key ?? this.#span(path);
    const { field, ...modifiers } = modifiersOf(key, fieldSpan);
    if (field === '')
      throw new SigmaProblem(
        'sigma-unsaid',
        fieldSpan,
        'keywords are looked for in the whole event, which EQL cannot',
        'name the field that is meant before the `|`',
      );
    // The field's own mistake is told beside those of its values.
    this.#attempt(() => knownField(field, fieldSpan));
    const leaf = (test: Extract<Tree, { kind: 'test' }>['test'], span: Span): Tree => ({
      kind: 'test',
      field,
      test,
      span,
      fieldSpan,
    });
    if (modifiers.names.includes('exists')) {
      if (typeof value !== 'boolean' || modifiers.names.length > 1)
        throw this.#problem(path, '`exists` stands alone, with true or false', 'write `field|exists: true`');
      const present = leaf({ kind: 'present' }, this.#span(path));
      return value ? present : { kind: 'not', of: present };
    }
    const values: readonly (readonly [unknown, Path])[] = Array.isArray(value)
      ? value.map((each, index) => [each, [...path, index]] as const)
      : [[value, path]];
    if (values.length === 0) throw this.#problem(path, 'the list of values is empty', 'give it values');
    const trees = values.map(([each, at]): Tree => {
      const span = this.#span(at);
      if (each === null || each === '') {
        if (each === null && values.length > 1)
          throw this.#problem(at, 'null cannot be one of several values', 'give it a detection of its own');
        // Of an audit event no value is empty: it is left out (`omitempty` in Go's type).
        return { kind: 'not', of: leaf({ kind: 'present' }, span) };
      }
      return joined(
        'or',
        testsOf(each, modifiers, span).map((test) => leaf(test, span)),
      );
    });
    const tree = joined(modifiers.isAll ? 'and' : 'or', trees);
    return modifiers.isNegated ? { kind: 'not', of: tree } : tree;
  }

  #span(path: Path): Span {
    return nearestPlace(this.#places, path)?.value ?? { start: 0, end: 0 };
  }

  #problem(path: Path, message: string, hint: string): SigmaProblem {
    return new SigmaProblem('sigma-detection', this.#span(path), message, hint);
  }
}

function joined(kind: 'and' | 'or', of: readonly Tree[]): Tree {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind, of };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
