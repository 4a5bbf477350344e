import type * as z from 'zod';
import type { Problem } from '../problem.ts';
import { suggest } from '../suggest.ts';
import type { TomlFile } from '../toml/parse.ts';
import { type Path, placeAt } from '../toml/places.ts';
import { metadata } from './schema/file-tables.ts';
import { keysAt } from './schema/notes.ts';
import { ruleKeys, typesWith } from './schema/rule-types.ts';
import { listed } from './schema/values.ts';
import { show } from './show.ts';

/** What a file of the rule folders holds. */
export type FileKind = 'rule' | 'exceptions' | 'settings' | 'cases';

/** A key that a file of this kind, or a rule of this type, cannot have in the table at `path`. */
export function unknownKey(
  toml: TomlFile,
  schema: z.ZodType,
  path: Path,
  key: string,
  kind: FileKind,
): Problem {
  const table = path.filter((step) => typeof step === 'string').join('.');
  const span = placeAt(toml.places, [...path, key])?.key;
  const types = table === 'rule' ? typesWith(key) : [];
  const place = placeInWords(schema, table, key, kind);
  const hint =
    types.length > 0
      ? `only rules of type ${listed(types)} have it`
      : hintFor(keysAt(schema, path), key, place);
  const name = `\`${show(key).slice(1, -1)}\``;
  return {
    severity: 'error',
    code: types.length > 0 ? 'misplaced-key' : 'unknown-key',
    message:
      types.length > 0
        ? `${name} is not a key of a rule of this type`
        : `${name} is not a key of ${tableInWords(table, kind)}`,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
  };
}

const fewKeys = 8;

function placeInWords(schema: z.ZodType, table: string, key: string, kind: FileKind): string | undefined {
  if (kind === 'settings' || kind === 'cases') return undefined;
  return kind === 'rule' ? betterPlace(table, key) : betterPlaceOfException(schema, table, key);
}

function tableInWords(table: string, kind: FileKind): string {
  if (kind === 'cases') return table === '' ? 'a file of cases' : `\`${table}\``;
  if (kind === 'settings') return table === '' ? 'the settings' : `\`${table}\``;
  if (table === '') return kind === 'rule' ? 'a rule file' : 'a file of exceptions';
  return table === 'exception' ? '[[exception]]' : `[${table}]`;
}

function hintFor(keys: readonly string[], key: string, place: string | undefined): string | undefined {
  const meant = suggest(key, keys);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  if (place !== undefined) return place;
  return keys.length > 0 && keys.length <= fewKeys ? `its keys are ${keys.join(', ')}` : undefined;
}

/** In TOML a key belongs to the last header above it, which is easily forgotten below a nested table. */
function betterPlace(table: string, key: string): string | undefined {
  if (key === 'exception') return 'exceptions go into a file of their own, beside the rules';
  if (table !== 'rule' && ruleKeys.has(key)) {
    return table === ''
      ? `\`${key}\` belongs to [rule], below its header`
      : `\`${key}\` belongs to [rule]: a key belongs to the last header above it, so put it before [${table}]`;
  }
  if (table !== 'metadata' && Object.hasOwn(metadata.shape, key)) return `\`${key}\` belongs to [metadata]`;
  return undefined;
}

function betterPlaceOfException(schema: z.ZodType, table: string, key: string): string | undefined {
  if (table !== '') return undefined;
  const belongs = keysAt(schema, ['exception', 0]).includes(key);
  return belongs
    ? `\`${key}\` belongs to [[exception]], below its header`
    : 'such a file holds nothing but tables [[exception]]';
}
