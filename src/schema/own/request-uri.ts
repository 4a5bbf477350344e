/** What the request URI says: in a request, an exec most of all, much stands nowhere else. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { parametersOf, pathOf } from '../query.ts';

/** `harrier.path`: the path as it is written, without the query. */
export function path({ requestURI }: AuditEvent): string | undefined {
  return typeof requestURI === 'string' ? pathOf(requestURI) : undefined;
}

/**
 * `harrier.query`: the parameters by name, as the API server reads them.
 * @returns for each name its value, or an array where it is repeated
 */
export function query({ requestURI }: AuditEvent): JsonObject | undefined {
  if (typeof requestURI !== 'string' || !requestURI.includes('?')) return undefined;
  const values = new Map<string, string[]>();
  for (const { name, value } of parametersOf(requestURI)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  // fromEntries defines own properties, so a parameter `__proto__` stays data.
  return Object.fromEntries([...values].map(([name, all]): [string, Json] => [name, oneOrAll(all)]));
}

function oneOrAll(all: readonly string[]): Json {
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : all;
}

/**
 * `harrier.command`: the command of an exec, its words joined by spaces: one `command` parameter a word, whose name
 * may be escaped like any other.
 */
export function command({ requestURI }: AuditEvent): string | undefined {
  if (typeof requestURI !== 'string' || !mayHaveParameter(requestURI, 'command')) return undefined;
  const words = parametersOf(requestURI).filter(({ name }) => name === 'command');
  return words.length === 0 ? undefined : words.map(({ value }) => value).join(' ');
}

/** Cheap, and true for every URI whose query has the parameter: most URIs need not be parsed. */
export function mayHaveParameter(uri: string, name: string): boolean {
  const start = uri.indexOf('?');
  return start !== -1 && (uri.includes(name, start) || uri.includes('%', start));
}
