/** An exception to paste, made of what the API server vouches for. */
import { printTerm } from '../../compile/kql/print.ts';
import type { LoadedRule } from '../../compile/rules/loaded-rule.ts';
import type { AuditEvent } from '../../schema/audit-event.ts';
import { isObject } from '../../schema/visit.ts';

/**
 * Who did what where: the name that was authenticated, the verb, and the kind and namespace of the object. Neither a
 * user agent nor a URI nor a name that the caller chooses is among them, which an attacker could write as well.
 * @returns lines of a TOML file
 */
export function exceptionFor(event: AuditEvent, { metadata }: LoadedRule): readonly string[] {
  const objectRef = isObject(event.objectRef) ? event.objectRef : {};
  const user = isObject(event.user) ? event.user : {};
  const condition = [
    term('user.name', user.username),
    term('kubernetes.audit.verb', event.verb),
    term('kubernetes.audit.objectRef.resource', objectRef.resource),
    term('kubernetes.audit.objectRef.subresource', objectRef.subresource),
    term('kubernetes.audit.objectRef.namespace', objectRef.namespace),
  ].flat();
  return [
    '[[exception]]',
    `rules = [${JSON.stringify(metadata.name)}]`,
    `reason = "…"    # why this is harmless`,
    `author = "…"`,
    "condition = '''",
    condition.join(' and\n'),
    "'''",
  ];
}

function term(field: string, value: unknown): readonly string[] {
  // A value with three quotes would end the text that it stands in.
  if (typeof value !== 'string' || value === '' || value.includes("'''")) return [];
  const span = { start: 0, end: 0 };
  return [`${field}:${printTerm({ kind: 'literal', value, quoted: true, span })}`];
}
