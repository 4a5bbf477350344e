/** A file of exceptions -> what they say, or everything that is wrong with it. */
import type { Problem, Span } from '../problem.ts';
import { shapeProblems } from '../rules/shape.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace, type Path, placeAt, valueAt } from '../toml/places.ts';
import { stringText } from '../toml/string-text.ts';
import type { WrittenException } from './loaded-exception.ts';
import { type ExceptionTable, exceptionFile } from './schema.ts';

/** Whether a file without `[rule]` is one of exceptions. */
export function holdsExceptions(toml: TomlFile): boolean {
  return valueAt(toml.value, ['exception']) !== undefined;
}

/**
 * @param source for WrittenException.source
 * @returns no exceptions if there is any problem
 */
export function readExceptions(
  toml: TomlFile,
  source: string,
): { readonly exceptions: readonly WrittenException[]; readonly problems: readonly Problem[] } {
  const parsed = exceptionFile.safeParse(toml.value);
  if (!parsed.success) {
    return {
      exceptions: [],
      problems: shapeProblems(toml, exceptionFile, parsed.error.issues, 'exceptions'),
    };
  }
  const exceptions = parsed.data.exception.map((table, index) => exceptionOf(toml, source, table, index));
  return { exceptions, problems: [] };
}

function exceptionOf(toml: TomlFile, source: string, table: ExceptionTable, index: number): WrittenException {
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
      ...stringText(toml.file.text, condition.string),
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
