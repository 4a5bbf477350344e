/** Whether a rule file has the keys it must have, none it cannot have, and values of the right type and form. */
import type * as z from 'zod';
import type { Problem, Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import type { TomlFile } from '../toml/parse.ts';
import { nearestPlace, type Path, placeAt, valueAt } from '../toml/places.ts';
import { stringText } from '../toml/string-text.ts';
import { notesAt } from './schema/notes.ts';
import { fileSchema, type RuleTable, ruleType, untypedFileSchema } from './schema/rule-types.ts';
import { kindOf, show } from './show.ts';
import { type FileKind, unknownKey } from './unknown-key.ts';

/** What of a file is read on, with the types its schema promises. */
export interface CheckedFile {
  readonly maturity?: string | undefined;
  readonly rule: RuleTable;
}

/** @returns every problem of shape the file has; `checked` only if there is none */
export function checkShape(toml: TomlFile): { readonly checked?: CheckedFile; readonly problems: Problem[] } {
  const type = ruleType(valueAt(toml.value, ['rule']));
  if (type !== undefined) {
    const schema = fileSchema(type);
    const parsed = schema.safeParse(toml.value);
    if (!parsed.success) return { problems: shapeProblems(toml, schema, parsed.error.issues, 'rule') };
    const { metadata, rule } = parsed.data;
    return { checked: { maturity: metadata?.maturity, rule }, problems: [] };
  }
  const issues = untypedFileSchema.safeParse(toml.value).error?.issues ?? [];
  return { problems: shapeProblems(toml, untypedFileSchema, issues, 'rule') };
}

/** What the schema has against a file, in words and with places. */
export function shapeProblems(
  toml: TomlFile,
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  kind: FileKind,
): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(toml, schema, path, key, kind));
    const within = issue.code === 'invalid_union' ? issuesWithin(issue) : [];
    if (within.length > 0) return shapeProblems(toml, schema, within, kind);
    const value = valueAt(toml.value, path);
    return value === undefined
      ? missingKey(toml, schema, path)
      : wrongValue(toml, schema, path, value, issue);
  });
}

/** Where a value is of one of a union's forms, with something wrong inside it: what is wrong there. */
function issuesWithin(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  const inside = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
  return inside.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function missingKey(toml: TomlFile, schema: z.ZodType, path: Path): Problem {
  const { description, hint } = notesAt(schema, path);
  const span = nearestPlace(toml.places, path)?.value;
  return {
    severity: 'error',
    code: 'missing-key',
    message: `${label(path)} is missing, expected ${description}`,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
  };
}

function wrongValue(
  toml: TomlFile,
  schema: z.ZodType,
  path: Path,
  value: unknown,
  issue: z.core.$ZodIssue,
): Problem {
  const notes = notesAt(schema, path);
  const { code, found } = verdict(value, issue, notes.code);
  const span = placeAt(toml.places, path)?.value;
  if (code === 'control-character') return controlCharacter(toml, path, String(value));
  const meant = issue.code === 'invalid_value' ? suggestValue(value, issue.values) : undefined;
  const hint = meant ?? (code === 'wrong-type' ? undefined : notes.hint);
  return {
    severity: 'error',
    code,
    message: `${label(path)} is ${found}, expected ${notes.description}`,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
  };
}

function verdict(
  value: unknown,
  issue: z.core.$ZodIssue,
  code: string | undefined,
): { code: string; found: string } {
  if ((typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)) {
    return { code: issue.code === 'custom' && code !== undefined ? code : 'empty-value', found: 'empty' };
  }
  // The value parser does not keep what it cannot hold.
  if (typeof value === 'bigint') return { code: 'out-of-range', found: 'too large an integer' };
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    if (Array.isArray(value)) return { code: 'invalid-value', found: `an array of ${value.length}` };
    return { code: 'out-of-range', found: show(value) };
  }
  const ofType =
    issue.code === 'custom' ||
    issue.code === 'invalid_format' ||
    (issue.code === 'invalid_value' && typeof value === 'string');
  return ofType
    ? { code: code ?? 'invalid-value', found: show(value) }
    : { code: 'wrong-type', found: kindOf(value) };
}

function suggestValue(value: unknown, values: readonly unknown[]): string | undefined {
  if (typeof value !== 'string') return undefined;
  const meant = suggest(value, values.map(String));
  return meant === undefined ? undefined : `did you mean ${show(meant)}?`;
}

function controlCharacter(toml: TomlFile, path: Path, value: string): Problem {
  const offset = value.search(/[^\P{Cc}\t\n]/u);
  const place = placeAt(toml.places, path);
  const start = place?.string && stringText(toml.file.text, place.string).toFile(offset);
  const span: Span | undefined = start === undefined ? place?.value : { start, end: start + 1 };
  const name = value.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return {
    severity: 'error',
    code: 'control-character',
    message: `${label(path)} holds the control character U+${name}`,
    hint: 'people read this text in terminals and mails, which act on control characters: remove it',
    ...(span === undefined ? {} : { span }),
  };
}

/** How messages call a key: the file's own table goes without saying, and so do positions, which carets show. */
function label(path: Path): string {
  const keys = path.filter((step) => typeof step === 'string');
  const own = keys.length > 1 && (keys[0] === 'rule' || keys[0] === 'exception');
  const name = `\`${(own ? keys.slice(1) : keys).join('.')}\``;
  return typeof path.at(-1) === 'number' ? `an entry of ${name}` : name;
}
