/** Patches: what they write, by the body alone, of whichever kind they are. */
import type { Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';

/** The API server takes no more operations of a JSON patch (`maxJSONPatchOperations` of its patch.go). */
export const mostOperations = 10_000;

/** Steps of a pointer that are followed: no type of the API nests deeper, and a pointer may be as long as a request. */
const deepest = 64;

/** One operation of a JSON patch. https://datatracker.ietf.org/doc/html/rfc6902 */
export interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from?: readonly string[];
  readonly value: Json | undefined;
}

/** The operations of a JSON patch that are ones. */
export function operationsOf(patch: readonly Json[]): readonly Operation[] {
  return patch.slice(0, mostOperations).flatMap((each): Operation[] => {
    if (!isObject(each) || typeof each.op !== 'string') return [];
    const { op, path, from, value } = each;
    if (typeof path !== 'string') return [];
    const operation = { op, path: stepsOf(path), value };
    return [typeof from === 'string' ? { ...operation, from: stepsOf(from) } : operation];
  });
}

/**
 * The steps of a JSON pointer as the API server's library takes them: what stands before the first slash is ignored.
 * https://github.com/evanphx/json-patch/blob/master/patch.go (findObject, decodePatchKey)
 */
function stepsOf(pointer: string): readonly string[] {
  const start = pointer.indexOf('/');
  if (start === -1) return [];
  return pointer
    .slice(start + 1)
    .split('/', deepest)
    .map((step) => step.replace(/~[01]/g, (escaped) => (escaped === '~1' ? '/' : '~')));
}

/** Whether a step of a pointer leads into an array. A label may be named so too; then the path ends above it. */
export function isIndex(step: string): boolean {
  return /^(?:-|-?\d+)$/.test(step);
}

/** Directives of a strategic merge patch that take something away from the object that they stand in. */
const takingAway = /^\$(?:patch$|retainKeys$|deleteFromPrimitiveList\/)/;
const ordering = '$setElementOrder/';

/** Paths longer than this are cut there, and of more than so many, or in a larger patch, anything may be written. */
const longestPath = 512;
const mostPaths = 10_000;
const mostNodes = 200_000;

/** The dotted paths that a patch writes, list indexes left out; `.` is the whole object. */
export class WrittenPaths {
  readonly all = new Set<string>();
  /** The paths at which the patch takes away or empties something that it does not show. */
  readonly removed = new Set<string>();
  readonly #keepsAll: boolean;
  #nodes = 0;

  /** @param keepsAll whether `all` is wanted. Without it what is not removed is left out, which is nearly all */
  constructor(keepsAll = true) {
    this.#keepsAll = keepsAll;
  }

  /** Whether `removed` has the same without all paths: it has unless there are so many that they are not told apart. */
  get isComplete(): boolean {
    return this.#keepsAll || this.#nodes < mostPaths;
  }

  add(path: string, isRemoval = false): void {
    if (!this.#keepsAll && !isRemoval) return;
    const named = path === '' || this.all.size >= mostPaths ? '.' : path;
    this.all.add(named);
    if (isRemoval) this.removed.add(named);
  }

  /** Adds the leaves at and below a value, and the containers at which it removes something. */
  addBelow(value: Json | undefined, path: string): void {
    this.#nodes++;
    if (this.#nodes > mostNodes) {
      this.add('', true);
    } else if (typeof value !== 'object' || value === null) {
      this.add(path, value === null);
    } else if (Array.isArray(value)) {
      if (value.length === 0) this.add(path, true);
      for (const element of value) {
        if (this.#nodes > mostNodes) return;
        this.addBelow(element, path);
      }
    } else {
      this.#addMembers(value as JsonObject, path);
    }
  }

  #addMembers(value: JsonObject, path: string): void {
    const keys = Object.keys(value);
    if (keys.length === 0) this.add(path, true);
    for (const key of keys) {
      if (this.#nodes > mostNodes) return;
      if (key.startsWith(ordering)) continue;
      if (takingAway.test(key)) {
        this.#nodes++;
        this.add(path, true);
      } else {
        this.addBelow(value[key], joined(path, key));
      }
    }
  }
}

/** A path and a step below it. */
export function joined(path: string, step: string): string {
  if (path.length >= longestPath) return path;
  const whole = path === '' ? step : `${path}.${step}`;
  return whole.length > longestPath ? whole.slice(0, longestPath) : whole;
}

/** The dotted path of a pointer's steps; empty for the whole object. */
export function dottedPath(steps: readonly string[]): string {
  return steps.reduce((path, step) => (isIndex(step) ? path : joined(path, step)), '');
}
