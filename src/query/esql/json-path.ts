/**
 * Values within JSON texts, by paths: the part of JSONPath that leads to one value.
 * https://www.rfc-editor.org/rfc/rfc9535
 */

/** Names of members and indices of elements. */
export type JsonPath = readonly (number | string)[];

/** A text that is no JSON, or a path that is none or leads nowhere. */
export class JsonPathError extends Error {}

/** @throws {JsonPathError} */
export function parseJsonPath(text: string): JsonPath {
  const steps: (number | string)[] = [];
  const path = text.startsWith('$') ? text.slice(1) : text;
  const step = /(?:\[\s*(?:(\d{1,9})|'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")\s*\]|(\.)?([^.[\]\s'"*]+))/y;
  let at = 0;
  while (at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    const [, index, single, double, dot, name] = found ?? [];
    // A name has a dot before it, but for the first of a path without `$`.
    const isPlaced = name === undefined || dot !== undefined || (at === 0 && path === text);
    if (found === null || !isPlaced || (dot !== undefined && at === 0 && path === text)) {
      throw new JsonPathError(`path [${text}] is malformed at position ${at + text.length - path.length}`);
    }
    steps.push(
      index !== undefined ? Number(index) : (name ?? (single ?? double ?? '').replace(/\\(.)/gs, '$1')),
    );
    at += found[0].length;
  }
  return steps;
}

/**
 * Reads no more than it has to: what is behind the value is not looked at. Of members with one name the first counts.
 * @returns the value as text: strings without quotes, objects and arrays without whitespace; null for JSON's null
 * @throws {JsonPathError}
 */
export function extractJson(text: string, path: JsonPath): null | string {
  const scanner = new JsonScanner(text);
  for (const step of path) scanner.enter(step);
  return scanner.value();
}

const maxDepth = 1000;

class JsonScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes to a member of an object, or to an element of an array. */
  enter(step: number | string): void {
    const open = this.#peek();
    if (open !== (typeof step === 'number' ? '[' : '{')) {
      throw new JsonPathError(
        `path step [${step}] does not exist: there is no ${typeof step === 'number' ? 'array' : 'object'}`,
      );
    }
    this.#at++;
    const close = open === '[' ? ']' : '}';
    for (let index = 0; this.#peek() !== close; index++) {
      if (index > 0) this.#expect(',');
      const key = open === '{' ? this.#key() : index;
      if (key === step) return;
      this.#skip();
    }
    throw new JsonPathError(`path step [${step}] does not exist`);
  }

  value(): null | string {
    const first = this.#peek();
    const start = this.#at;
    this.#skip();
    const text = this.#text.slice(start, this.#at);
    if (text === 'null') return null;
    if (first === '"') return this.#parsed(text);
    return first === '{' || first === '[' ? compact(text) : text;
  }

  #key(): string {
    this.#peek();
    const start = this.#at;
    this.#string();
    const key = this.#parsed(this.#text.slice(start, this.#at));
    this.#expect(':');
    return key;
  }

  #parsed(text: string): string {
    try {
      return JSON.parse(text);
    } catch {
      throw this.#invalid();
    }
  }

  /** Goes behind a value. */
  #skip(): void {
    const open: string[] = [];
    do {
      const first = this.#peek();
      if (first === '{' || first === '[') {
        open.push(first === '{' ? '}' : ']');
        if (open.length > maxDepth) throw this.#invalid();
        this.#at++;
        if (this.#peek() !== open.at(-1)) {
          if (first === '{') this.#key();
          continue;
        }
      } else if (first === '"') this.#string();
      else this.#scalar();
      while (open.length > 0 && this.#peek() === open.at(-1)) {
        open.pop();
        this.#at++;
      }
      if (open.length > 0) {
        this.#expect(',');
        if (open.at(-1) === '}') this.#key();
      }
    } while (open.length > 0);
  }

  #string(): void {
    if (this.#text[this.#at] !== '"') throw this.#invalid();
    for (this.#at++; this.#text[this.#at] !== '"'; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at++;
      if (this.#at >= this.#text.length) throw this.#invalid();
    }
    this.#at++;
  }

  #scalar(): void {
    const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
    scalar.lastIndex = this.#at;
    const found = scalar.exec(this.#text);
    if (found === null) throw this.#invalid();
    this.#at = scalar.lastIndex;
  }

  #expect(character: string): void {
    if (this.#peek() !== character) throw this.#invalid();
    this.#at++;
  }

  /** The next character that is no whitespace. */
  #peek(): string {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
    return this.#text[this.#at] ?? '';
  }

  #invalid(): JsonPathError {
    return new JsonPathError(`invalid JSON input at position ${this.#at}`);
  }
}

/** Without whitespace between tokens. */
function compact(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+/gs, (found) => (found.startsWith('"') ? found : ''));
}
