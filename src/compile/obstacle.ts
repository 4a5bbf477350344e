/**
 * Rules that are sound in Elasticsearch, and that cannot run here: what they are made of is missing, or they are about
 * other data. A folder of Elastic's has such rules among those that run, so they are no mistakes of whoever builds it.
 */
import type { Reader } from '../schema/reader.ts';
import type { LocatedProblem } from './problem.ts';
import type { LoadedRule } from './rules/loaded-rule.ts';
import { SourceLines } from './source-lines.ts';

export interface Obstacle {
  readonly reason: string;
  /** Line and column in the rule's file, as `12:3`. */
  readonly place?: string;
}

/** Of ES|QL, what Elasticsearch has and a rule here has not. */
const missing: ReadonlySet<string> = new Set([
  'inline-stats',
  'second-stats',
  'unsupported-command',
  'unsupported-function',
  'unsupported-type',
]);

/**
 * @param problems of the rule, errors among them
 * @param readers those for which it was compiled
 * @returns what stands in the way of running the rule as it is; undefined if it has to be mended
 */
export function obstacleAmong(
  rule: LoadedRule,
  problems: readonly LocatedProblem[],
  readers: readonly Reader[],
): Obstacle | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lacking = errors.find(({ code }) => rule.type === 'esql' && missing.has(code));
  if (lacking !== undefined) {
    const { message, hint } = lacking;
    return { reason: hint === undefined ? message : `${message}; ${hint}`, ...placeOf(lacking) };
  }
  if (namesOneStream(rule)) return undefined;
  const known = new Set(readers.flatMap((reader) => reader.names().flatMap(rootsOf)));
  const foreign = errors.find((error) => {
    const name = nameIn(error);
    return name !== undefined && !rootsOf(name).every((root) => known.has(root));
  });
  if (foreign === undefined) return undefined;
  return {
    reason: `it is about other data: no event has a field such as \`${nameIn(foreign)}\``,
    ...placeOf(foreign),
  };
}

/** Patterns such as `logs-*` are of any data, and alerts of any rule's. */
function namesOneStream({ index }: LoadedRule): boolean {
  return index.length === 0 || index.some((pattern) => /kubernetes|eks/.test(pattern));
}

/** The dotted name of a field that is unknown; columns of `Esql.` are made by the query itself. */
function nameIn({ code, file, span }: LocatedProblem): string | undefined {
  if ((code !== 'unknown-column' && code !== 'unknown-field') || span === undefined) return undefined;
  const name = file.text.slice(span.start, span.end).replaceAll('`', '');
  return name.includes('.') && !name.startsWith('Esql.') ? name : undefined;
}

/** `aws` and `aws.eks` of `aws.eks.audit.verb`: a name without known ones is no slip of the pen. */
function rootsOf(name: string): readonly string[] {
  const [first = '', second = '', ...others] = name.split('.');
  return others.length === 0 ? [first] : [first, `${first}.${second}`];
}

function placeOf({ file, span }: LocatedProblem): Pick<Obstacle, 'place'> {
  if (span === undefined) return {};
  const { line, column } = new SourceLines(file.text).position(span.start, 1);
  return { place: `${line}:${column}` };
}
