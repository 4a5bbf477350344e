/** What a request wrote in an object that was there before. */
import type { AuditEvent, Json } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { objectIn } from './object.ts';
import { dottedPath, isIndex, operationsOf, WrittenPaths } from './patch.ts';

const ofEvent = new WeakMap<AuditEvent, WrittenPaths>();

/**
 * `harrier.written`: the paths of a patch: every leaf of it, those set to null too; each container that is emptied, or
 * of which a directive takes something away; of a JSON patch each pointer, where a value was moved from, and the leaves
 * of the values. What a server-side apply takes away by leaving it out, no event tells.
 * @returns undefined for what is no patch: of a create or update everything is written
 */
export function written(event: AuditEvent): readonly string[] | undefined {
  const paths = writtenPaths(event);
  return paths === undefined || paths.all.size === 0 ? undefined : [...paths.all];
}

/** Whether a patch writes at one of the paths. */
export function writes(event: AuditEvent, paths: readonly string[]): boolean {
  const all = writtenPaths(event)?.all;
  return all !== undefined && paths.some((path) => all.has(path));
}

/** Whether a patch takes something away above, at or below one of the paths. */
export function removesAt(event: AuditEvent, paths: readonly string[]): boolean {
  for (const removed of removedPaths(event)) {
    if (removed === '.' || paths.some((path) => within(path, removed) || within(removed, path))) return true;
  }
  return false;
}

/** Whether a patch takes anything away, or may: an event that was no patch does not. */
export function takesAway(event: AuditEvent): boolean {
  return removedPaths(event).size > 0;
}

function within(path: string, container: string): boolean {
  return path === container || path.startsWith(`${container}.`);
}

const nothing: ReadonlySet<string> = new Set();
const removedOf = new WeakMap<AuditEvent, ReadonlySet<string>>();

function removedPaths(event: AuditEvent): ReadonlySet<string> {
  const { verb, requestObject: patch } = event;
  if (verb !== 'patch' || !isObject(patch) || ofEvent.has(event))
    return writtenPaths(event)?.removed ?? nothing;
  const known = removedOf.get(event);
  if (known !== undefined) return known;
  const paths = new WrittenPaths(false);
  paths.addBelow(patch, '');
  const removed = paths.isComplete ? paths.removed : (writtenPaths(event)?.removed ?? nothing);
  removedOf.set(event, removed);
  return removed;
}

function writtenPaths(event: AuditEvent): WrittenPaths | undefined {
  const { verb, requestObject: patch } = event;
  if (verb !== 'patch' || typeof patch !== 'object' || patch === null) return undefined;
  const known = ofEvent.get(event);
  if (known !== undefined) return known;
  const paths = new WrittenPaths();
  if (Array.isArray(patch)) addOperations(patch, event, paths);
  else paths.addBelow(patch, '');
  ofEvent.set(event, paths);
  return paths;
}

function addOperations(patch: readonly Json[], event: AuditEvent, paths: WrittenPaths): void {
  for (const { op, path, from, value } of operationsOf(patch)) {
    if (op === 'test') continue;
    const at = dottedPath(path);
    paths.add(at, op === 'remove');
    if (op === 'move' && from !== undefined) paths.add(dottedPath(from), true);
    const lands = op === 'copy' || op === 'move' ? find(objectIn(event.responseObject), path) : value;
    if (typeof lands === 'object' && lands !== null) paths.addBelow(lands, at);
  }
}

/** What a pointer leads to in the object that the patch led to. */
function find(object: Json | undefined, path: readonly string[]): Json | undefined {
  let at = object;
  for (const step of path) {
    if (Array.isArray(at)) at = isIndex(step) ? at.at(step === '-' ? -1 : Number(step)) : undefined;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}
