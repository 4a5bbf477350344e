/** What a message of the notifier's queue is. */
import { isObject } from '../schema/visit.ts';
import { type AlarmChange, alarmChangeOf } from './alarms.ts';
import { parseMessage, type ReadAlert, readAlertDocument } from './read-alert.ts';

/** An alert, or what CloudWatch says of an alarm. */
export interface Message {
  readonly alert?: ReadAlert;
  readonly change?: AlarmChange;
}

/**
 * @param text as SNS delivers it raw
 * @throws AlertShapeError that says what an alert lacks
 */
export function readMessage(text: string): Message {
  const document = parseMessage(text);
  const change = isObject(document) && 'AlarmName' in document ? alarmChangeOf(document) : undefined;
  return change === undefined ? { alert: readAlertDocument(document) } : { change };
}
