/** Where the keys and values of a TOML file stand. */
import type { AST } from 'toml-eslint-parser';
import type { Span } from '../problem.ts';

/** Keys and array positions from the top of a file, for example `['rule', 'threat', 0, 'tactic', 'id']`. */
export type Path = readonly (string | number)[];

export interface TomlPlace {
  /** The key as written; of a table, its own part of the header; of an array's element, the element. */
  readonly key: Span;
  /** The value as written; of a table with a header, what is between the brackets. */
  readonly value: Span;
  /** Set for strings. */
  readonly string?: AST.TOMLStringValue;
  readonly members: ReadonlyMap<string | number, TomlPlace>;
}

/** Maps, not objects, hold the members, so that a key such as `__proto__` is a key like any other. */
interface OpenPlace extends TomlPlace {
  key: Span;
  value: Span;
  string?: AST.TOMLStringValue;
  readonly members: Map<string | number, OpenPlace>;
}

/** The places of a whole file. The root has an empty span at the file's beginning. */
export function placesOf(program: AST.TOMLProgram): TomlPlace {
  const root = newPlace({ start: 0, end: 0 });
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLTable') placeTable(root, node);
    else placeKeyValue(root, node);
  }
  return root;
}

/** The place at `path`, if the file has it. */
export function placeAt(root: TomlPlace, path: Path): TomlPlace | undefined {
  let place: TomlPlace | undefined = root;
  for (const step of path) place = place?.members.get(step);
  return place;
}

/** The place at `path` or, where the file has none, of what encloses it most closely. Undefined for the root. */
export function nearestPlace(root: TomlPlace, path: Path): TomlPlace | undefined {
  let place = root;
  for (const step of path) {
    const next = place.members.get(step);
    if (next === undefined) break;
    place = next;
  }
  return place === root ? undefined : place;
}

/** The value at `path`; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function placeTable(root: OpenPlace, table: AST.TOMLTable): void {
  const header = spanOf(table.key);
  const parts = table.key.keys.map(spanOf);
  let place = root;
  let part = header;
  for (const step of table.resolvedKey) {
    // Positions of an array of tables are not written; the header stands for them.
    part = typeof step === 'string' ? (parts.shift() ?? header) : header;
    place = memberOf(place, step, part);
  }
  place.key = part;
  place.value = header;
  for (const entry of table.body) placeKeyValue(place, entry);
}

function placeKeyValue(parent: OpenPlace, entry: AST.TOMLKeyValue): void {
  let place = parent;
  for (const part of entry.key.keys) {
    place = memberOf(place, part.type === 'TOMLBare' ? part.name : part.value, spanOf(part));
  }
  placeValue(place, entry.value);
}

function placeValue(place: OpenPlace, node: AST.TOMLContentNode): void {
  place.value = spanOf(node);
  if (node.type === 'TOMLArray') {
    for (const [index, element] of node.elements.entries()) {
      placeValue(memberOf(place, index, spanOf(element)), element);
    }
  } else if (node.type === 'TOMLInlineTable') {
    for (const entry of node.body) placeKeyValue(place, entry);
  } else if (node.kind === 'string') {
    place.string = node;
  }
}

function memberOf(place: OpenPlace, step: string | number, key: Span): OpenPlace {
  let member = place.members.get(step);
  if (member === undefined) {
    member = newPlace(key);
    place.members.set(step, member);
  }
  return member;
}

function newPlace(span: Span): OpenPlace {
  return { key: span, value: span, members: new Map() };
}

function spanOf(node: AST.HasLocs): Span {
  return { start: node.range[0], end: node.range[1] };
}
