/** Names of fields in a query to the fields the reader knows, with what is wrong with them. */
import type { Reader, ResolvedField } from '../../schema/resolve.ts';
import type { Problem } from '../problem.ts';
import { suggest } from '../suggest.ts';
import type { Name, Wildcard } from './ast.ts';

export class FieldResolver {
  readonly #reader: Reader;
  readonly #problems: Problem[];
  /** A value list shares one name: what is wrong with it is said once. */
  readonly #known = new Map<Name, ResolvedField | undefined>();

  constructor(reader: Reader, problems: Problem[]) {
    this.#reader = reader;
    this.#problems = problems;
  }

  /** @returns the one field of a name, or every field that matches a pattern; none if there is a problem */
  named(name: Name | Wildcard, parent: ResolvedField | undefined): readonly ResolvedField[] {
    if (name.kind === 'name') {
      const field = this.resolve(name, parent);
      return field === undefined ? [] : [field];
    }
    const fields = this.#reader.expand(name.pieces, parent);
    if (fields.length === 0) {
      const message = `no field's name matches \`${name.pieces.join('*')}\``;
      this.#problems.push({ severity: 'error', code: 'unknown-field', message, span: name.span });
    }
    return fields;
  }

  /** @returns undefined if there is no such field; that is a problem */
  resolve(name: Name, parent: ResolvedField | undefined): ResolvedField | undefined {
    if (!this.#known.has(name)) this.#known.set(name, this.#lookUp(name, parent));
    return this.#known.get(name);
  }

  #lookUp(name: Name, parent: ResolvedField | undefined): ResolvedField | undefined {
    const field = this.#reader.resolve(name.text, parent);
    if (field === undefined) {
      const meant = nearest(name.text, this.#reader.names());
      this.#problems.push({
        severity: 'error',
        code: 'unknown-field',
        message: `no event has a field \`${name.text}\``,
        span: name.span,
        ...(meant !== undefined && { hint: `did you mean \`${meant}\`?` }),
      });
    } else if (field.place.from === 'nowhere') {
      this.#problems.push({
        severity: 'warning',
        code: 'field-never-set',
        message: `\`${name.text}\` is never set: nothing that reaches Harrier has it`,
        span: name.span,
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
