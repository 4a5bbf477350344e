/** An event that a Sigma rule should find, made of what the rule itself asks for: the beginning of its tests. */

import { fieldOf } from '../../compile/sigma/fields.ts';
import type { Test, Tree } from '../../compile/sigma/tree.ts';
import type { Json, JsonObject } from '../../schema/audit-event.ts';
import { auditRoot } from '../../schema/table.ts';
import { isObject } from '../../schema/visit.ts';

export interface Example {
  readonly event: JsonObject;
  /** For each condition that was fulfilled: what it is called, and the event without what it asks for. */
  readonly nearMisses: readonly { readonly name: string; readonly set: JsonObject }[];
}

const base: JsonObject = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: '5a1c0000-0000-4000-8000-000000000001',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/example/pods',
  verb: 'get',
  user: { username: 'jane@example.com', groups: ['system:authenticated'] },
  sourceIPs: ['203.0.113.9'],
  userAgent: 'kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0',
  objectRef: { resource: 'pods', namespace: 'example', name: 'example', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-03-01T10:00:00.000001Z',
  stageTimestamp: '2026-03-01T10:00:00.000002Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
};

const lists = new Set(['groups', 'sourceIPs']);

/** @returns undefined if no such event is found by looking at the first of all alternatives */
export function exampleOf(tree: Tree): Example | undefined {
  const wanted = new Map<string, { readonly path: readonly string[]; readonly value: Json }>();
  if (!fulfil(tree, wanted)) return undefined;
  const event = [...wanted.values()].reduce<JsonObject>(
    (made, { path, value }) => merged(made, nested(path, value)) as JsonObject,
    base,
  );
  const nearMisses = [...wanted].map(([field, { path }]) => ({
    name: `without ${field}`,
    set: nested(path, null),
  }));
  return { event, nearMisses };
}

type Wanted = Map<string, { readonly path: readonly string[]; readonly value: Json }>;

function fulfil(tree: Tree, wanted: Wanted): boolean {
  switch (tree.kind) {
    case 'and':
      return tree.of.every((each) => fulfil(each, wanted));
    case 'or':
      return tree.of.some((each) => fulfil(each, wanted));
    case 'not':
      // What is not asked for is not there; whether that is enough is seen when the rule runs.
      return true;
    case 'test': {
      const found = fieldOf(tree.field);
      const value = valueFor(tree.test);
      if (!('field' in found) || value === undefined || wanted.has(tree.field)) return false;
      const path = pathOf(found.field.name);
      if (path === undefined) return false;
      wanted.set(tree.field, { path, value: lists.has(path.at(-1) ?? '') ? [value] : value });
      return true;
    }
  }
}

function valueFor(test: Test): Json | undefined {
  switch (test.kind) {
    case 'present':
      return 'example';
    case 'boolean':
      return test.value;
    case 'compare':
      return test.op === '<' ? test.value - 1 : test.op === '>' ? test.value + 1 : test.value;
    case 'cidr':
      return test.range.replace(/\/.*$/, '');
    case 'regex':
      return undefined;
    case 'text':
      return test.pieces
        .map((piece) => ('text' in piece ? piece.text : piece.wild === '?' ? 'x' : ''))
        .join('');
  }
}

function pathOf(name: string): readonly string[] | undefined {
  if (!name.startsWith(`${auditRoot}.`)) return undefined;
  const raw = name.slice(auditRoot.length + 1);
  const annotation = /^annotations\.(.*)$/.exec(raw)?.[1];
  return annotation === undefined ? raw.split('.') : ['annotations', annotation.replaceAll('_', '.')];
}

function nested(path: readonly string[], value: Json): JsonObject {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value) as JsonObject;
}

function merged(target: Json | undefined, change: Json): Json {
  if (!isObject(change)) return change;
  const result: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(change)) result[key] = merged(result[key], value);
  return result;
}
