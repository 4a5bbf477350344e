/**
 * Sigma's names of fields, which are those of the audit event itself (`verb`, `objectRef.resource`, `user.username`), to
 * Elastic's. https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
import { auditReader } from '../../schema/audit-reader.ts';
import type { Field } from '../../schema/field.ts';
import type { Span } from '../problem.ts';
import { suggest } from '../suggest.ts';
import { SigmaProblem } from './tree.ts';

const reader = auditReader();
const root = 'kubernetes.audit.';

/** Names that rules in Sigma's own repository use, and no audit event has. */
const short: ReadonlyMap<string, string> = new Map([
  ['apiGroup', 'objectRef.apiGroup'],
  ['hostPath', 'requestObject.spec.volumes.hostPath.path'],
  ['capabilities', 'requestObject.spec.containers.securityContext.capabilities.add'],
]);

export interface Found {
  readonly field: Field;
  /** What was read for what, if it is not the name's own meaning. */
  readonly note?: string;
}

/** @returns what was meant instead, or nothing, if there is no such field */
export function fieldOf(name: string): Found | { readonly meant: string | undefined } {
  const path = short.get(name) ?? name;
  for (const candidate of [root + dotted(path), path]) {
    const field = reader.resolve(candidate);
    if (field === undefined || field.access.from === 'nowhere') continue;
    return short.has(name)
      ? { field, note: `\`${name}\` is no path of an audit event; it is read as \`${path}\`` }
      : { field };
  }
  const names = reader.names().map((each) => (each.startsWith(root) ? each.slice(root.length) : each));
  return { meant: suggest(name, names) };
}

/**
 * @param span of the name, for the mistake
 * @throws SigmaProblem
 */
export function knownField(name: string, span: Span): Found {
  const found = fieldOf(name);
  if ('field' in found) return found;
  throw new SigmaProblem(
    'unknown-field',
    span,
    `audit events have no field \`${name}\``,
    found.meant === undefined
      ? 'fields are named as in the audit event, such as `objectRef.resource`'
      : `did you mean \`${found.meant}\`?`,
  );
}

/** What a source of addresses is as such: `sourceIPs` itself is text. */
export function addressField(field: Field): Field {
  return (field.name === `${root}sourceIPs` ? reader.resolve('source.ip') : undefined) ?? field;
}

/** In annotations of the audit event Elastic writes each dot of a key as an underscore. */
function dotted(path: string): string {
  const key = 'annotations.';
  return path.startsWith(key) ? key + path.slice(key.length).replaceAll('.', '_') : path;
}
