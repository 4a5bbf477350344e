/**
 * The document: an audit event under Elastic's field names, as Elastic's ingest pipeline would render it
 * (https://github.com/elastic/integrations/tree/main/packages/kubernetes/data_stream/audit_logs), with what the
 * pipeline drops kept: `requestObject.metadata` and `responseObject.metadata`.
 */
import type { AuditEvent, Json, JsonObject, Origin } from './audit-event.ts';
import { derived } from './derive.ts';
import type { Field } from './field.ts';
import { fromOrigin } from './read.ts';
import { auditRoot, fieldTable, ownRoot } from './table.ts';
import { member, withoutEmpty } from './visit.ts';

const dataset = 'kubernetes.audit_logs';

/** Fields that are not part of `kubernetes.audit`; that part is copied as a whole. */
function besideIn(stream: string): readonly Field[] {
  return fieldTable(stream).filter(
    ({ name, access }) => !name.startsWith(`${auditRoot}.`) && access.from !== 'nowhere',
  );
}

const beside = besideIn(dataset);
const elastic = beside.filter(({ name }) => !name.startsWith(`${ownRoot}.`));

type Tree = { [key: string]: Json | Tree };

/**
 * The document with every field that a query can name.
 * @param partial whether the event was cut
 * @returns a new object that shares no part with the event; nulls, empty strings, objects and arrays are left out
 */
export function renderDocument(event: AuditEvent, origin: Origin, partial = false): JsonObject {
  return render(beside, event, origin, partial);
}

/**
 * @param stream the dataset of the data stream that events are taken for, as their reader has it
 * @returns what renders documents with every field that a query can name there
 */
export function rendererIn(stream: string): typeof renderDocument {
  const fields = besideIn(stream);
  return (event, origin, partial = false) => render(fields, event, origin, partial);
}

/** The document without Harrier's own fields, which say again what the event says: what an alert carries. */
export function renderElasticDocument(event: AuditEvent, origin: Origin): JsonObject {
  return render(elastic, event, origin, false);
}

function render(fields: readonly Field[], event: AuditEvent, origin: Origin, partial: boolean): JsonObject {
  const audit = withoutEmpty({ ...event, annotations: renameAnnotations(event.annotations) });
  const document: Tree = {};
  for (const field of fields) {
    const value = withoutEmpty(read(field, event, origin, partial));
    if (value !== undefined) assign(document, field.name.split('.'), value);
  }
  if (audit !== undefined) assign(document, auditRoot.split('.'), audit);
  return document as JsonObject;
}

function read({ access }: Field, event: AuditEvent, origin: Origin, partial: boolean): Json | undefined {
  switch (access.from) {
    case 'path':
      return access.steps.reduce<unknown>(member, event) as Json | undefined;
    case 'derived':
      return derived[access.by](event, partial);
    case 'origin':
      return fromOrigin(origin, access.key);
    case 'constant':
      return access.value;
    default:
      throw new Error(`a document has no field from '${access.from}'`);
  }
}

/** Dots in annotation keys would read as levels; Elastic's pipeline writes underscores. */
function renameAnnotations(annotations: Json | undefined): Json {
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations))
    return annotations ?? null;
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key.replaceAll('.', '_'), value]),
  );
}

function assign(tree: Tree, [key, ...rest]: readonly string[], value: Json): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  tree[key] ??= {};
  assign(tree[key] as Tree, rest, value);
}
