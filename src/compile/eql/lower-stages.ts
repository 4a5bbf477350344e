/** The stages of a sequence or sample: their predicates and their join keys. */
import type { JoinKey } from '../../rule.ts';
import type { Field as SchemaField } from '../../schema/field.ts';
import type { Reader } from '../../schema/reader.ts';
import { FieldResolver } from '../field-resolver.ts';
import type { Predicate } from '../predicate.ts';
import type { Problem } from '../problem.ts';
import type { EqlField, EqlStage } from './ast.ts';
import { lowerEql } from './lower.ts';
import { type Family, familyOf, inWords, valueType } from './types.ts';

export interface LoweredStages {
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** Absent if any problem is an error. */
  readonly lowered?: {
    /** Not folded. The fields are those of the join keys, under the names by which `keys` has them. */
    readonly stages: readonly { readonly predicate: Predicate; readonly fields: readonly SchemaField[] }[];
    /** Of each stage, as many of each. */
    readonly keys: readonly (readonly JoinKey[])[];
  };
}

export interface LoweringOptions {
  readonly reader: Reader;
  /** Which field the category before `where` is a value of. */
  readonly categoryField?: string | undefined;
  readonly areTyped?: boolean;
}

/**
 * @param shared join keys of every stage, which stand before its own
 * @param areTyped whether the reader knows the types of all fields for certain, so that keys of different ones are a
 * mistake
 */
export function lowerStages(
  shared: readonly EqlField[],
  stages: readonly EqlStage[],
  { reader, categoryField, areTyped = false }: LoweringOptions,
): LoweredStages {
  const problems: Problem[] = [];
  const resolve = keyResolver(reader, problems);
  const lowered = stages.map((stage) => {
    const { predicate, problems: found } = lowerEql(stage.event, reader, categoryField);
    problems.push(...found);
    const by = [...shared, ...stage.by];
    return { predicate, by, fields: by.map(resolve) };
  });
  if (areTyped) problems.push(...familyProblems(lowered));
  problems.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0));
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  const keys = lowered.map(({ by }) =>
    by.map(({ name, optional }) => ({ field: name, isOptional: optional })),
  );
  const sound = lowered.flatMap(({ predicate, fields }) =>
    predicate === undefined ? [] : [{ predicate, fields: fields.filter((field) => field !== undefined) }],
  );
  return { problems, lowered: { stages: sound, keys } };
}

/** The keys of all stages are written once, and what is wrong with them is told once. */
function keyResolver(reader: Reader, problems: Problem[]): (field: EqlField) => SchemaField | undefined {
  const names = new FieldResolver(reader, problems);
  const known = new Map<EqlField, SchemaField | undefined>();
  const resolve = ({ name, optional, span }: EqlField): SchemaField | undefined => {
    // Of an optional field that does not exist no event has a value.
    if (optional && reader.resolve(name) === undefined)
      return { name, type: 'keyword', access: { from: 'nowhere' } };
    const field = names.resolve({ text: name, span });
    return field && { ...field, name };
  };
  return (field) => {
    if (!known.has(field)) known.set(field, resolve(field));
    return known.get(field);
  };
}

type Keyed = { readonly by: readonly EqlField[]; readonly fields: readonly (SchemaField | undefined)[] };

/** Values of different types are never the same. */
function familyProblems(stages: readonly Keyed[]): readonly Problem[] {
  const [first, ...others] = stages;
  if (first === undefined) return [];
  return others.flatMap(({ by, fields }) =>
    fields.flatMap((field, index) => {
      const [one, other] = [familyOfKey(first.fields[index]), familyOfKey(field)];
      const [name, written] = [first.by[index]?.name, by[index]];
      if (one === undefined || other === undefined || one === other || written === undefined) return [];
      return [
        {
          severity: 'error' as const,
          code: 'join-key-type',
          message: `the join key \`${written.name}\` is ${inWords(other)}, and \`${name}\` of the first event ${inWords(one)}`,
          hint: 'the values of the two can never be the same: join by fields of one type',
          span: written.span,
        },
      ];
    }),
  );
}

/** @returns undefined for a field that can be of any, or that does not exist */
function familyOfKey(field: SchemaField | undefined): Family | undefined {
  const type = field === undefined || field.access.from === 'nowhere' ? undefined : valueType(field.type);
  if (field === undefined || type === undefined) return undefined;
  return familyOf({ kind: 'field', field, type, span: { start: 0, end: 0 } });
}
