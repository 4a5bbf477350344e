import type { JsonObject, SourcedEvent } from '../../schema/audit-event.ts';
import { timestamp } from '../../schema/derive.ts';
import { renderElasticDocument } from '../../schema/document.ts';
import { textAt } from '../../schema/lookup.ts';
import { ownId, positionId } from '../event-id.ts';
import type { Source } from '../source.ts';
import { describe } from './describe.ts';
import { redactField, redactSourced } from './redact.ts';
import { hintOf, stageOf, subjectOf } from './request.ts';
import { redactTold } from './told.ts';

/** Kubernetes' audit log: events of `audit.k8s.io`, as the API server writes them. */
export const auditSource: Source = {
  events: 'audit events',
  acts: 'requests',
  requestTime: ({ requestReceivedTimestamp }) => requestReceivedTimestamp,
  eventTime: timestamp,
  stageOf,
  subjectOf,
  hintOf,
  eventId,
  describe,
  memberWords: { requestURI: 'URI', userAgent: 'user agent' },
  redact: (event) => redactSourced(event),
  redactTold,
  redactField,
  document,
};

/** @returns `<auditID>/<stage>`; `<source>:<position>` where the event has no id */
function eventId(sourced: SourcedEvent): string {
  const auditId = ownId(sourced.event.auditID);
  const stage = textAt(sourced.event, 'stage');
  if (auditId === undefined) return positionId(sourced);
  return stage === undefined ? auditId : `${auditId}/${stage.slice(0, 40)}`;
}

/** Without the data stream it would be in as an event: an alert belongs to another. */
function document({ event, origin }: SourcedEvent): JsonObject {
  const { data_stream: _, ...rendered } = renderElasticDocument(event, origin);
  return rendered;
}
