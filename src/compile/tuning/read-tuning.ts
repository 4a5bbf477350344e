/** A settings file -> what it says about rules, or everything that is wrong with that. */
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { LocatedProblem, Problem, SourceFile, Span } from '../problem.ts';
import type { LoadedSuppression, Located } from '../rules/loaded-rule.ts';
import { shapeProblems } from '../rules/shape.ts';
import { kindOf } from '../rules/show.ts';
import { suggest } from '../suggest.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace, type Path, placeAt } from '../toml/places.ts';
import { parseYaml } from '../yaml/parse.ts';
import { type OverrideTable, tuningShape } from './schema.ts';
import type { Change, Choice, Override, ProfileChoice, Tuning } from './tuning.ts';

/** The other settings are of deployments, and are checked there. */
const schema = z.looseObject(tuningShape);

/**
 * @param file YAML; relative paths in it are relative to its folder
 * @returns what the file says about rules, and nothing of what it does not name or what has a problem; and whether rules
 * that it names may be missing for that
 */
export function readTuning(file: SourceFile): {
  readonly tuning: Partial<Tuning>;
  readonly problems: readonly LocatedProblem[];
  readonly incomplete: boolean;
} {
  const yaml = parseYaml(file);
  if ('problems' in yaml) return { tuning: {}, problems: located(file, yaml.problems), incomplete: true };
  if (typeof yaml.value !== 'object' || yaml.value === null || Array.isArray(yaml.value))
    return { tuning: {}, problems: located(file, [noSettings(yaml.value)]), incomplete: true };
  const whole = schema.safeParse(yaml.value);
  const unknown = misspelt(yaml);
  const issues = whole.error?.issues ?? [];
  const found = [...located(file, [...unknown, ...shapeProblems(yaml, schema, issues, 'settings')])];
  const { sound, left } = withoutFaults(yaml.value, issues);
  const incomplete = unknown.length > 0 || issues.some(({ path: [name] }) => name === 'rules');
  const { rules, disable, override, profiles } = sound;
  const place = (name: string, index: number) => left.get(name)?.[index] ?? index;
  const tuning: Partial<Tuning> = {
    ...(rules && { rules: rules.map((path) => resolve(dirname(file.path), path)) }),
    ...(disable && {
      disabled: disable.flatMap((each, index) =>
        disabledBy(yaml, each, ['disable', place('disable', index)]),
      ),
    }),
    ...(override && {
      overrides: override.map((table, index) => overrideOf(yaml, table, place('override', index), found)),
    }),
    ...(profiles && {
      profiles: profiles.flatMap((each, index) => profileOf(yaml, each, place('profiles', index))),
    }),
  };
  return { tuning, problems: found, incomplete };
}

/** @returns the settings without entries that are wrong and lists that are none, and which entries of a list are left */
function withoutFaults(value: object, issues: readonly z.core.$ZodIssue[]) {
  const faults = new Set(issues.map(({ path: [name, index] }) => `${String(name)} ${String(index)}`));
  const left = new Map<string, readonly number[]>();
  const entries = Object.entries(value).flatMap(([name, list]): readonly [string, unknown][] => {
    if (faults.has(`${name} undefined`)) return [];
    if (!Array.isArray(list)) return [[name, list]];
    const indices = [...list.keys()].filter((index) => !faults.has(`${name} ${index}`));
    left.set(name, indices);
    return [[name, indices.map((index) => list[index])]];
  });
  return { sound: schema.parse(Object.fromEntries(entries)), left };
}

function disabledBy(yaml: TomlFile, each: Chosen | string, at: Path): readonly Choice[] {
  return typeof each === 'string' ? [choice(yaml, 'rule', each, at)] : choicesOf(yaml, each, at);
}

function profileOf(
  yaml: TomlFile,
  each: string | Readonly<Record<string, string>>,
  index: number,
): readonly ProfileChoice[] {
  const at: Path = ['profiles', index];
  const entries = typeof each === 'string' ? [[each, undefined] as const] : Object.entries(each);
  return entries.map(([value, namespace]) => ({
    file: yaml.file,
    named: { value, span: spanAt(yaml, at) },
    ...(namespace !== undefined && { namespace }),
  }));
}

function noSettings(found: unknown): Problem {
  return {
    severity: 'error',
    code: 'wrong-type',
    message: `the file holds ${kindOf(found)}, expected settings`,
    hint: 'a setting is a line such as `clusters: [blue, green]`',
    span: { start: 0, end: 1 },
  };
}

/** A key that is none of these but nearly one is not left to whoever deploys. */
function misspelt({ value, places }: TomlFile): readonly Problem[] {
  const known = Object.keys(tuningShape);
  return Object.keys(Object(value)).flatMap((key) => {
    const meant = known.includes(key) ? undefined : suggest(key, known);
    const span = placeAt(places, [key])?.key;
    if (meant === undefined) return [];
    const message = `\`${key}\` is no setting`;
    return [
      {
        severity: 'error',
        code: 'unknown-key',
        message,
        hint: `did you mean \`${meant}\`?`,
        ...(span && { span }),
      },
    ];
  });
}

function overrideOf(
  yaml: TomlFile,
  table: OverrideTable,
  index: number,
  problems: LocatedProblem[],
): Override {
  const at: Path = ['override', index];
  const { rule, tag, suppression, ...rest } = table;
  const span = spanAt(yaml, at);
  const change: Change = {
    ...withoutUndefined(rest),
    ...(suppression !== undefined && { suppression: suppressionOf(yaml, suppression, at) }),
  };
  const problem = (message: string, hint: string): void => {
    problems.push({ file: yaml.file, severity: 'error', code: 'missing-key', message, hint, span });
  };
  if (rule === undefined && tag === undefined)
    problem('the override does not say of which rules', 'give it `rule` with an id or a name, or `tag`');
  if (Object.keys(change).length === 0)
    problem(
      'the override changes nothing',
      'it may change severity, riskScore, buildingBlock, interval and suppression',
    );
  return { choices: choicesOf(yaml, { rule, tag }, at), change, file: yaml.file, span };
}

function suppressionOf(
  yaml: TomlFile,
  suppression: Exclude<OverrideTable['suppression'], undefined>,
  at: Path,
): LoadedSuppression | 'none' {
  if (suppression === 'none') return suppression;
  const { groupBy, duration, after } = suppression;
  return {
    groupBy: groupBy.map((value, index): Located<string> => {
      return { value, span: spanAt(yaml, [...at, 'suppression', 'groupBy', index]), file: yaml.file };
    }),
    ...(duration !== undefined && { duration: durationOf(duration) }),
    ...(after !== undefined && { after }),
    missingFields: 'suppress',
  };
}

/** Rules' own suppression knows no days. */
function durationOf(text: string): NonNullable<LoadedSuppression['duration']> {
  const value = Number.parseInt(text, 10);
  const unit = text.at(-1) as 's' | 'm' | 'h' | 'd';
  return unit === 'd' ? { value: value * 24, unit: 'h' } : { value, unit };
}

type Chosen = Pick<OverrideTable, 'rule' | 'tag'>;

function choicesOf(yaml: TomlFile, chosen: Chosen, at: Path): readonly Choice[] {
  return (['rule', 'tag'] as const).flatMap((by) => {
    const of = chosen[by];
    if (of === undefined) return [];
    if (typeof of === 'string') return [choice(yaml, by, of, [...at, by])];
    return of.map((each, index) => choice(yaml, by, each, [...at, by, index]));
  });
}

function choice(yaml: TomlFile, by: Choice['by'], value: string, at: Path): Choice {
  return { file: yaml.file, by, named: { value, span: spanAt(yaml, at) } };
}

function spanAt(yaml: TomlFile, path: Path): Span {
  return nearestPlace(yaml.places, path)?.value ?? { start: 0, end: 0 };
}

function located(file: SourceFile, problems: readonly Problem[]): readonly LocatedProblem[] {
  return problems.map((problem) => ({ ...problem, file }));
}

function withoutUndefined<T extends object>(of: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
