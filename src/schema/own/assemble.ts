/** What a JSON patch shows of the object, where nothing else does. */
import type { Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { isIndex, type Operation, operationsOf } from './patch.ts';

type Node = Json | Branch;

/** A container that operations write into, its keys in order; an element that others were put before has a symbol. */
type Branch = Map<string | symbol, Node>;

const ofPatch = new WeakMap<readonly Json[], JsonObject>();

/**
 * The values that a JSON patch writes, each where its pointer says. The rest of the object is not in it. A list's
 * elements are never dropped again: which one an index means is not known.
 */
export function assemble(patch: readonly Json[]): JsonObject {
  const known = ofPatch.get(patch);
  if (known !== undefined) return known;
  const object = new Assembly(operationsOf(patch)).object;
  ofPatch.set(patch, object);
  return object;
}

/**
 * Values that are copied within one patch, and how deep they may come to lie: copies of copies double and sink (the
 * API server bounds their bytes).
 */
const mostCopied = 10_000;
const deepestCopy = 64;

class Assembly {
  readonly #root: Branch = new Map();
  #copied = 0;

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) this.#apply(operation);
  }

  get object(): JsonObject {
    const object = plain(this.#root);
    return isObject(object) ? object : {};
  }

  #apply({ op, path, from = [], value }: Operation): void {
    if (op === 'add' || op === 'replace') this.#put(path, value, op === 'add');
    if (op === 'remove') this.#remove(path);
    if (op !== 'copy' && op !== 'move') return;
    const taken = this.#copied > mostCopied ? undefined : plain(find(this.#root, from));
    this.#copied += sizeOf(taken, mostCopied, deepestCopy - path.length);
    if (op === 'move') this.#remove(from);
    if (this.#copied <= mostCopied) this.#put(path, taken, true);
  }

  #put(path: readonly string[], value: Json | undefined, inserts: boolean): void {
    if (value === undefined) return;
    const last = path.at(-1);
    if (last === undefined) {
      this.#root.clear();
      for (const [key, member] of branchOf(value)) this.#root.set(key, member);
      return;
    }
    let at = this.#root;
    for (const step of path.slice(0, -1)) {
      const next = branchOf(at.get(step));
      at.set(step, next);
      at = next;
    }
    const there = at.get(last);
    if (inserts && isIndex(last) && there !== undefined) at.set(Symbol(last), there);
    at.set(last, value);
  }

  #remove(path: readonly string[]): void {
    const last = path.at(-1);
    if (last === undefined || isIndex(last)) return;
    let at = this.#root;
    for (const step of path.slice(0, -1)) {
      const next = at.get(step);
      if (next === undefined) return;
      const branch = branchOf(next);
      at.set(step, branch);
      at = branch;
    }
    at.delete(last);
  }
}

function find(root: Branch, path: readonly string[]): Node | undefined {
  let at: Node | undefined = root;
  for (const step of path) {
    if (at instanceof Map) at = at.get(step);
    else if (Array.isArray(at)) at = isIndex(step) ? at.at(Number(step)) : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

function branchOf(node: Node | undefined): Branch {
  if (node instanceof Map) return node;
  return typeof node === 'object' && node !== null ? new Map(Object.entries(node)) : new Map();
}

/** fromEntries defines own properties, so a key `__proto__` stays data. */
function plain(node: Node | undefined): Json | undefined {
  if (!(node instanceof Map)) return node;
  const members = [...node].map(([key, member]) => [key, plain(member) ?? null] as const);
  const isList = members.length > 0 && members.every(([key]) => typeof key === 'symbol' || isIndex(key));
  return isList
    ? members.map(([, member]) => member)
    : Object.fromEntries(members.filter(([key]) => typeof key === 'string'));
}

/** How many values a value has, itself one; more than `most` if it is larger, or deeper than `levels`. */
function sizeOf(value: Json | undefined, most: number, levels: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (levels <= 0) return most + 1;
  let size = 1;
  for (const member of Object.values(value)) {
    if (size > most) break;
    size += sizeOf(member, most - size, levels - 1);
  }
  return size;
}
