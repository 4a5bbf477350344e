/**
 * Names of fields, in a query or in a rule's own keys, to the fields that the reader knows, with what is wrong with
 * them: the same for all languages and keys.
 */

import type { Field } from '../schema/field.ts';
import type { Reader } from '../schema/reader.ts';
import type { Pattern } from './predicate.ts';
import type { Problem, SourceFile, Span } from './problem.ts';
import { suggest } from './suggest.ts';

/** A name as it is written, without escapes. */
export interface FieldName {
  readonly text: string;
  readonly span: Span;
  /** If it is another than the one that is compiled. */
  readonly file?: SourceFile;
}

/** A name with wildcards in it. */
export interface FieldPattern {
  readonly pieces: Pattern;
  readonly span: Span;
}

export class FieldResolver {
  readonly #reader: Reader;
  readonly #problems: Problem[];
  /** A value list shares one name: what is wrong with it is said once. */
  readonly #known = new Map<FieldName, Field | undefined>();

  /** @param problems what is wrong is added to these; spans are those of the names */
  constructor(reader: Reader, problems: Problem[]) {
    this.#reader = reader;
    this.#problems = problems;
  }

  /** @returns every field that matches a pattern; none is a problem */
  matching({ pieces, span }: FieldPattern, parent?: Field): readonly Field[] {
    const fields = this.#reader.expand(pieces, parent);
    if (fields.length === 0) {
      const message = `no field's name matches \`${pieces.join('*')}\``;
      this.#problems.push({ severity: 'error', code: 'unknown-field', message, span });
    }
    return fields;
  }

  /**
   * @param parent the field of the enclosing nested syntax
   * @returns undefined if there is no such field; that is a problem
   */
  resolve(name: FieldName, parent?: Field): Field | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#lookUp(name, parent));
    return this.#known.get(name);
  }

  /** @returns the field's name that was probably meant by another */
  meant(name: string): string | undefined {
    return nearest(name, this.#reader.names());
  }

  #lookUp(name: FieldName, parent: Field | undefined): Field | undefined {
    const field = this.#reader.resolve(name.text, parent);
    if (field === undefined) {
      const meant = this.meant(name.text);
      this.#problems.push({
        severity: 'error',
        code: 'unknown-field',
        message: `no event has a field \`${name.text}\``,
        span: name.span,
        ...(name.file && { file: name.file }),
        ...(meant !== undefined && { hint: `did you mean \`${meant}\`?` }),
      });
    } else if (field.access.from === 'nowhere') {
      this.#problems.push({
        severity: 'warning',
        code: 'field-never-set',
        message: `\`${name.text}\` is never set: nothing that reaches Harrier has it`,
        span: name.span,
        ...(name.file && { file: name.file }),
      });
    }
    return field;
  }
}

/** The name with its root left out, as in `objectRef.name`; or a misspelt one. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const shortest = names
    .filter((each) => each.toLowerCase().endsWith(`.${name.toLowerCase()}`))
    .sort((one, other) => one.length - other.length)[0];
  return shortest ?? suggest(name, names);
}
