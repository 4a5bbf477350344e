/** What a request asks of the nodes: Harrier's own fields about the pods that it leads to. */
import type { AuditEvent, Json, JsonObject } from '../audit-event.ts';
import { isObject } from '../visit.ts';
import { cleanPath } from './host-path.ts';
import { objectsOf } from './object.ts';
import { containers, podTemplates } from './pod.ts';
import { command } from './request-uri.ts';
import { pipedInto } from './shell.ts';

/**
 * `harrier.pod_annotations`: the annotations of the pod, or of the template that pods are made of. The container
 * runtime was once told by them what it is told by the pod's specification today.
 * @returns an array if there are several
 */
export function podAnnotations(event: AuditEvent, partial = false): Json | undefined {
  const found = podTemplates(event, partial).flatMap(({ metadata }) =>
    objects(memberOf(metadata, 'annotations')),
  );
  return found.length > 1 ? found : found[0];
}

/**
 * `harrier.capabilities`: what the containers of `harrier.containers` add, in capitals and without the prefix `CAP_`.
 * containerd writes each name in capitals and sets the prefix before it
 * (https://github.com/containerd/containerd/blob/main/internal/cri/opts/spec_opts.go); CRI-O also takes names that
 * have it.
 */
export function capabilities(event: AuditEvent, partial = false): Json | undefined {
  const added = containersOf(event, partial).flatMap(({ securityContext }) =>
    texts(memberOf(memberOf(securityContext, 'capabilities'), 'add')),
  );
  return unlessEmpty(added.map((name) => name.toUpperCase().replace(/^CAP_/, '')));
}

/**
 * `harrier.host_paths`: the paths of a node that the volumes of `harrier.pod` lead to, or a PersistentVolume
 * (`hostPath` and `local`), each in its shortest spelling.
 */
export function hostPaths(event: AuditEvent, partial = false): Json | undefined {
  const ofPods = podTemplates(event, partial).flatMap(({ spec }) => objects(memberOf(spec, 'volumes')));
  const found = [...ofPods, ...persistentVolumes(event, partial)].flatMap(({ hostPath, local }) => [
    ...texts(memberOf(hostPath, 'path')),
    ...texts(memberOf(local, 'path')),
  ]);
  return unlessEmpty(found.map(cleanPath));
}

function persistentVolumes(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  if (memberOf(event.objectRef, 'resource') !== 'persistentvolumes') return [];
  return objectsOf(event, partial).flatMap(({ spec }) => objects(spec));
}

/**
 * `harrier.processes`: every command line that a request leads to. Of an exec it is that of `harrier.command`; of
 * a container its command with its arguments, and the commands of its hooks and probes.
 * @returns objects: `command_line`, words joined by spaces; `piped_into`, the names of programs that text is piped
 * into; of a container also `run_by`, the member of the container it stands in, and the container's `name` and `image`
 */
export function processes(event: AuditEvent, partial = false): Json | undefined {
  const ofExec = command(event);
  const ofContainers = containersOf(event, partial).flatMap(processesOf);
  return unlessEmpty(ofExec === undefined ? ofContainers : [processOf(ofExec), ...ofContainers]);
}

/** Where a container says what else is run in it. */
const handlers: readonly (readonly string[])[] = [
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
];

function processesOf(container: JsonObject): readonly JsonObject[] {
  const lines: [place: string, words: readonly string[]][] = [
    ['command', [...texts(container.command), ...texts(container.args)]],
  ];
  for (const place of handlers) {
    const handler = [...place, 'exec', 'command'].reduce<Json | undefined>(memberOf, container);
    lines.push([place.join('.'), texts(handler)]);
  }
  const { name = null, image = null } = container;
  return lines
    .filter(([, words]) => words.length > 0)
    .map(([place, words]) => ({ ...processOf(words.join(' ')), run_by: place, name, image }));
}

function processOf(line: string): JsonObject {
  return { command_line: line, piped_into: pipedInto(line) };
}

function containersOf(event: AuditEvent, partial: boolean): readonly JsonObject[] {
  return objects(containers(event, partial));
}

function memberOf(node: Json | undefined, key: string): Json | undefined {
  return isObject(node) ? node[key] : undefined;
}

/** The object, or those of an array. */
function objects(node: Json | undefined): readonly JsonObject[] {
  if (isObject(node)) return [node];
  return Array.isArray(node) ? (node as readonly Json[]).filter(isObject) : [];
}

/** The string, or those of an array. */
function texts(node: Json | undefined): readonly string[] {
  const nodes: readonly (Json | undefined)[] = Array.isArray(node) ? node : [node];
  return nodes.filter((each) => typeof each === 'string' && each !== '') as readonly string[];
}

function unlessEmpty(found: readonly Json[]): Json | undefined {
  return found.length === 0 ? undefined : found;
}
