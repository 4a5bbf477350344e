/** Alarms of CloudWatch of which hundreds may go off at once: people get them together. */
import { hash } from 'node:crypto';
import { literal } from '../alert/render-chat.ts';
import type { Json } from '../schema/audit-event.ts';
import { textAt } from '../schema/lookup.ts';

/** What an alarm became. Plain data. */
export type AlarmChange = {
  /** Stands for this change of this alarm. */
  readonly id: string;
  readonly name: string;
  readonly state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly description: string;
};

/** One message to those who operate Harrier. */
export type AlarmNews = {
  readonly kind: 'alarms';
  readonly id: string;
  readonly at: number;
  /** The last change of each alarm: those that ring first, and then by name. */
  readonly changes: readonly AlarmChange[];
  /** Of all changes, also those that are no longer the last of their alarm. */
  readonly ids: readonly string[];
};

const states: ReadonlySet<string> = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

/**
 * @param document a message of CloudWatch
 * @returns undefined if it is none
 */
export function alarmChangeOf(document: Json): AlarmChange | undefined {
  const name = textAt(document, 'AlarmName');
  const state = textAt(document, 'NewStateValue');
  const time = textAt(document, 'StateChangeTime');
  if (name === undefined || state === undefined || !states.has(state)) return undefined;
  const at = Date.parse(time ?? '');
  return {
    id: hash(
      'sha256',
      JSON.stringify(['alarm', textAt(document, 'AlarmArn') ?? name, state, time]),
      'hex',
    ).slice(0, 32),
    name: name.slice(0, 255),
    state: state as AlarmChange['state'],
    at: Number.isNaN(at) ? 0 : at,
    description: (textAt(document, 'AlarmDescription') ?? '').slice(0, 500),
  };
}

/** How long the first waits for the others, milliseconds: CloudWatch looks at alarms once a minute. */
export const gathering = 60_000;

/** @returns the last change of each alarm, those that ring first */
export function latestChanges(changes: readonly AlarmChange[]): readonly AlarmChange[] {
  const byName = new Map<string, AlarmChange>();
  for (const change of changes) {
    const before = byName.get(change.name);
    if (before === undefined || before.at <= change.at) byName.set(change.name, change);
  }
  const rank = ({ state }: AlarmChange) => (state === 'ALARM' ? 0 : 1);
  return [...byName.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

const listed = 500;
/** SNS takes 256 KiB. */
const textLimit = 150_000;
/** A text of Slack's has 3,000 characters. */
const chatLimit = 2500;

/**
 * For Amazon Q Developer in chat applications, which knows CloudWatch's own messages and drops every other text.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 * @returns JSON
 */
export function renderAlarmsChat(news: AlarmNews): string {
  const { subject, text } = renderAlarms(news);
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: news.id,
    content: {
      textType: 'client-markdown',
      title: literal(subject),
      description: text
        .slice(0, chatLimit)
        .split('\n')
        .map((line) => literal(line, 600))
        .join('\n'),
    },
    metadata: { threadId: 'operations', eventType: 'alarms' },
  });
}

/** @returns the subject, at most 99 ASCII characters, and the text of an e-mail */
export function renderAlarms({ id, changes }: AlarmNews): {
  readonly subject: string;
  readonly text: string;
} {
  const ringing = changes.filter(({ state }) => state === 'ALARM');
  const over = changes.length - ringing.length;
  const [first] = ringing.length > 0 ? ringing : changes;
  const one = first === undefined ? 'nothing' : `${first.state}: ${first.name}`;
  const several = [
    ...(ringing.length > 0 ? [ringing.length === 1 ? '1 alarm rings' : `${ringing.length} alarms ring`] : []),
    ...(over > 0 ? [over === 1 ? '1 is over' : `${over} are over`] : []),
  ].join(', ');
  const subject = `[Harrier] ${changes.length === 1 ? one : several}`.replace(/[^ -~]/g, '?').slice(0, 99);
  const lines = changes
    .slice(0, listed)
    .map(({ name, state, at, description }) =>
      [
        `${state} since ${new Date(at).toISOString().slice(0, 16)}Z: ${name}`,
        ...(state === 'ALARM' ? [description] : []),
      ]
        .filter(Boolean)
        .join('\n  '),
    );
  const more = changes.length > listed ? [`and ${changes.length - listed} more`] : [];
  const body = [...lines, ...more].join('\n');
  return { subject, text: `${body.slice(0, textLimit)}\n\nMessage: ${id}\n` };
}
