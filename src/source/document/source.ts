import type { AuditEvent, JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import { timestamp } from '../../schema/derive.ts';
import { isExact } from '../../schema/exact-number.ts';
import { isObject } from '../../schema/visit.ts';
import { describe as describeAudit } from '../audit/describe.ts';
import { redactField, redactSourced } from '../audit/redact.ts';
import { requestSubject, stageOf } from '../audit/request.ts';
import { ownId, positionId } from '../event-id.ts';
import type { Source, Subject } from '../source.ts';
import { describe } from './describe.ts';

/** Documents with Elastic's field names. One that has an audit event under `kubernetes.audit` is told of as that is. */
export const documentSource: Source = {
  events: 'documents',
  acts: 'requests',
  requestTime: (document) => auditPart(document)?.requestReceivedTimestamp,
  eventTime,
  stageOf: (document) => stageOf(auditPart(document) ?? {}),
  subjectOf,
  hintOf: () => undefined,
  eventId: (sourced) => ownId(sourced.event._id) ?? positionId(sourced),
  describe(document) {
    const audit = auditPart(document);
    return audit === undefined ? describe(document) : describeAudit(audit);
  },
  memberWords: {},
  redact,
  redactTold: redact,
  redactField: (name, value, document) => redactField(name, value, auditPart(document)),
  document: ({ event }) => event,
};

function redact(sourced: SourcedEvent): SourcedEvent {
  return redactSourced(sourced, auditPart(sourced.event) ?? {});
}

function auditPart({ kubernetes }: JsonObject): AuditEvent | undefined {
  const part = isObject(kubernetes) ? kubernetes.audit : undefined;
  return isObject(part) ? part : undefined;
}

function eventTime(document: JsonObject) {
  const { '@timestamp': own } = document;
  if (isExact(own)) return Number(own.rawJSON);
  const isTime = (typeof own === 'string' && own !== '') || typeof own === 'number';
  return isTime ? own : timestamp(auditPart(document) ?? {});
}

/** The request, if the document tells of one; else its `_id`; else where it was found. */
function subjectOf({ event, origin, position, partial }: SourcedEvent): Subject {
  const id = event._id;
  return (
    requestSubject(auditPart(event) ?? {}, partial) ??
    (typeof id === 'string' && id !== '' ? ['document', id] : ['at', origin.source, position])
  );
}
