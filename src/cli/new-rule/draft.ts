/** A rule and its cases from one event: a beginning that compiles, passes and says what to replace. */
import { randomUUID } from 'node:crypto';
import { stringify } from '@iarna/toml';
import { printTerm } from '../../compile/kql/print.ts';
import type { AuditEvent, Json, JsonObject } from '../../schema/audit-event.ts';
import { isObject } from '../../schema/visit.ts';

export interface Draft {
  /** Of the file, without an ending. */
  readonly fileName: string;
  readonly toml: string;
  readonly cases: string;
}

/** A condition of the draft, and the change of the event by which only it does not hold. */
interface Part {
  readonly condition: string;
  readonly nearMiss: string;
  readonly set: JsonObject;
}

/**
 * @param event already redacted: it is written into the file of cases
 * @param name of the rule
 * @param more the day it is made, and where the schemas of both files are, relative to them
 * @returns the conditions are what the event did to what kind of object, and whether it was let: who did it, and to which
 * object, is left to the author
 */
export function draftOf(
  event: AuditEvent,
  name: string,
  { date, schemas }: { readonly date: Date; readonly schemas: Record<'rule' | 'tests', string> },
): Draft {
  const parts = partsOf(event);
  const day = date.toISOString().slice(0, 10).replaceAll('-', '/');
  // What no event tells is left to the author, marked so that it is found in the file.
  const rule = {
    author: ['TODO: who answers for the rule'],
    description: 'TODO: what it finds, and why that matters.',
    false_positives: ['TODO: what is harmless and looks the same.'],
    index: ['logs-kubernetes.audit_logs-*'],
    language: 'kuery',
    name,
    note: '## Triage\n\n1. TODO: what to look at first.\n',
    risk_score: 47,
    rule_id: randomUUID(),
    severity: 'medium',
    tags: ['Domain: Kubernetes', 'Data Source: Kubernetes'],
    type: 'query',
  };
  const query = parts.map(({ condition }) => condition).join(' and\n');
  const toml = `#:schema ${schemas.rule}
${stringify({ metadata: { creation_date: day, maturity: 'production', updated_date: day } })}
${stringify({ rule })}query = '''
${query}
'''

# Where it stands in ATT&CK (https://attack.mitre.org):
#
# [[rule.threat]]
# framework = "MITRE ATT&CK"
# [rule.threat.tactic]
# id = "TA0002"
# name = "Execution"
# reference = "https://attack.mitre.org/tactics/TA0002/"
`;
  const cases = [
    { name: 'as it happened', set: {}, alerts: 1 },
    ...parts.map(({ nearMiss, set }) => ({ name: nearMiss, set, alerts: 0 })),
  ];
  return {
    fileName: name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, ''),
    toml,
    cases: `${JSON.stringify({ $schema: schemas.tests, base: event, cases }, null, 2)}\n`,
  };
}

function partsOf(event: AuditEvent): readonly Part[] {
  const { verb, responseStatus } = event;
  const objectRef = isObject(event.objectRef) ? event.objectRef : {};
  const code = isObject(responseStatus) ? responseStatus.code : undefined;
  return [
    ...text('kubernetes.audit.verb', verb, 'another verb', { verb: verb === 'watch' ? 'list' : 'watch' }),
    ...text('kubernetes.audit.objectRef.resource', objectRef.resource, 'another kind of object', {
      objectRef: { resource: objectRef.resource === 'leases' ? 'pods' : 'leases' },
    }),
    ...subresource(objectRef.subresource),
    ...outcome(code),
  ];
}

function text(field: string, value: Json | undefined, nearMiss: string, set: JsonObject): readonly Part[] {
  if (typeof value !== 'string' || value === '' || value.includes("'''")) return [];
  const span = { start: 0, end: 0 };
  const quoted = !/^[\w.-]+$/.test(value);
  return [{ condition: `${field}:${printTerm({ kind: 'literal', value, quoted, span })}`, nearMiss, set }];
}

function subresource(value: Json | undefined): readonly Part[] {
  const field = 'kubernetes.audit.objectRef.subresource';
  if (typeof value === 'string' && value !== '')
    return text(field, value, 'another subresource', { objectRef: { subresource: 'status' } });
  return [
    { condition: `not ${field}:*`, nearMiss: 'a subresource', set: { objectRef: { subresource: 'status' } } },
  ];
}

function outcome(code: Json | undefined): readonly Part[] {
  if (typeof code !== 'number') return [];
  const field = 'kubernetes.audit.responseStatus.code';
  return code < 400
    ? [{ condition: `${field} < 400`, nearMiss: 'refused', set: { responseStatus: { code: 403 } } }]
    : [{ condition: `${field} >= 400`, nearMiss: 'allowed', set: { responseStatus: { code: 200 } } }];
}
