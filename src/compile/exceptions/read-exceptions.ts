/** A file of exceptions -> what they say, or everything that is wrong with it. */
import type { Problem, Span } from '../problem.ts';
import { shapeProblems } from '../rules/shape.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace, type Path, placeAt, valueAt } from '../toml/places.ts';
import { stringText } from '../toml/string-text.ts';
import type { ChosenProfiles, Profile, WrittenException } from './loaded-exception.ts';
import { placeholder, withNamespace } from './placeholder.ts';
import { type ExceptionTable, exceptionFile } from './schema.ts';

/** Whether a file without `[rule]` is one of exceptions. */
export function holdsExceptions(toml: TomlFile): boolean {
  return valueAt(toml.value, ['exception']) !== undefined;
}

/**
 * @param source for WrittenException.source
 * @param chosen which profiles are on
 * @returns no exceptions if there is any problem, or if the file is that of a profile which is off
 */
export function readExceptions(
  toml: TomlFile,
  source: string,
  chosen: ChosenProfiles,
): {
  readonly exceptions: readonly WrittenException[];
  readonly problems: readonly Problem[];
  readonly profile?: Profile;
} {
  const parsed = exceptionFile.safeParse(toml.value);
  if (!parsed.success) {
    return {
      exceptions: [],
      problems: shapeProblems(toml, exceptionFile, parsed.error.issues, 'exceptions'),
    };
  }
  const { profile, exception: tables } = parsed.data;
  const other = chosen === 'all' || profile === undefined ? undefined : chosen.get(profile.name);
  const namespace = other ?? profile?.namespace;
  const exceptions = tables.map((table, index) => exceptionOf(toml, source, table, index, namespace));
  const problems = exceptions.flatMap((each, index) => [
    ...unfilled(each.condition),
    ...unfinished(toml, each, index),
  ]);
  if (problems.length > 0) return { exceptions: [], problems };
  if (profile === undefined) return { exceptions, problems };
  const isOn = chosen === 'all' || chosen.has(profile.name);
  return {
    exceptions: isOn ? exceptions : [],
    problems,
    profile: {
      name: profile.name,
      about: profile.about,
      ...(profile.namespace !== undefined && { namespace: profile.namespace }),
      source,
      exceptions: exceptions.length,
    },
  };
}

/** A namespace would be looked for that is named like the placeholder, which there cannot be. */
function unfilled({ text, toFile }: WrittenException['condition']): readonly Problem[] {
  const at = text.indexOf(placeholder);
  if (at < 0) return [];
  return [
    {
      severity: 'error',
      code: 'missing-key',
      message: `the condition names ${placeholder}, and the file names no namespace`,
      hint: 'write `[profile]` with `namespace` above the exceptions, or the namespace itself into the condition',
      span: { start: toFile(at), end: toFile(at + placeholder.length) },
    },
  ];
}

/** What is proposed has TODO in its place: nobody has looked yet. */
const todo = /^TODO\b/;

const unfinishedHints = {
  reason: 'say why the events are harmless; if nobody knows, leave the exception out',
  author: 'say who answers for the exception',
} as const;

function unfinished(toml: TomlFile, exception: WrittenException, index: number): readonly Problem[] {
  return (['reason', 'author'] as const)
    .filter((key) => todo.test(exception[key]))
    .map((key) => ({
      severity: 'error',
      code: 'unfinished-exception',
      message: `the ${key} of the exception is still to be written`,
      hint: unfinishedHints[key],
      span: spanAt(toml, ['exception', index, key]),
    }));
}

function exceptionOf(
  toml: TomlFile,
  source: string,
  table: ExceptionTable,
  index: number,
  namespace: string | undefined,
): WrittenException {
  const { rules, reason, author, expires } = table;
  const at = (...path: Path): Path => ['exception', index, ...path];
  const condition = placeAt(toml.places, at('condition'));
  if (condition?.string === undefined)
    throw new Error(`${toml.file.path}: a checked exception has no condition`);
  return {
    file: toml.file,
    source,
    span: spanAt(toml, at()),
    named:
      rules === 'all'
        ? rules
        : rules.map((value, position) => ({ value, span: spanAt(toml, at('rules', position)) })),
    condition: {
      language: 'kuery',
      span: condition.value,
      ...withNamespace(stringText(toml.file.text, condition.string), namespace),
    },
    reason: reason.trim().replaceAll(/\s+/g, ' '),
    author,
    ...(expires && {
      expires: { value: expires.toISOString().slice(0, 10), span: spanAt(toml, at('expires')) },
    }),
  };
}

function spanAt(toml: TomlFile, path: Path): Span {
  const span = nearestPlace(toml.places, path)?.value;
  if (span === undefined) throw new Error(`${toml.file.path}: no place for ${path.join('.')}`);
  return span;
}
