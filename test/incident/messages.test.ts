/** What the notifier reads beside good alerts: what is none, alarms, and who is subscribed. */
import { describe, expect, it } from 'vitest';
import {
  type AlarmChange,
  alarmChangeOf,
  latestChanges,
  renderAlarms,
  renderAlarmsChat,
} from '../../src/incident/alarms.ts';
import { readAlert } from '../../src/incident/read-alert.ts';
import { readMessage } from '../../src/incident/read-message.ts';
import { addressDigest, missingSubscriptions } from '../../src/incident/subscriptions.ts';
import { alert, alertText, node, serviceAccount, session } from './alerts.ts';

describe('an alert', () => {
  it.each([
    ['no JSON', 'a message of the alert topic is not JSON: no JSON'],
    ['{}', 'has no `event.id`, so it is no alert'],
    ['[1]', 'has no `event.id`, so it is no alert'],
    [alertText({ name: 'a' }).replace('"medium"', '"grave"'), 'has the severity "grave"'],
    [alertText({ name: 'a' }).replace('2026-03-01T10:00:00.000Z', 'soon'), 'a `@timestamp` that is no time'],
  ])('is refused in words: %s', (text, message) => {
    expect(() => readAlert(text)).toThrow(message);
  });

  it.each([
    ['iam_session', session('alice'), 'arn:aws:sts::111122223333:assumed-role/engineer/alice'],
    ['service_account', serviceAccount('shop', 'web', 'web-1'), 'shop/web'],
    [
      'control_plane',
      serviceAccount('kube-system', 'replicaset-controller'),
      'kube-system/replicaset-controller',
    ],
    ['node', node('node-1'), 'node-1'],
    ['user', { username: 'jane' }, 'jane'],
    // A name alone is no proof.
    ['user', { username: 'system:node:node-1', groups: ['sso'] }, 'system:node:node-1'],
    ['anonymous', { username: 'system:anonymous' }, 'system:anonymous'],
  ])('is of a caller of kind %s', (kind, user, name) => {
    expect(alert({ name: 'a', user }).alert.actor).toMatchObject({ kind, name });
  });

  it('has texts of bounded length, whatever is in it', () => {
    const long = 'x'.repeat(100_000);
    const { alert: read } = alert({
      name: 'a',
      reason: long,
      rule: long,
      user: { username: long },
      verb: long,
      objectRef: { resource: long, namespace: long, name: long, subresource: long },
    });
    expect(JSON.stringify(read).length).toBeLessThan(3000);
  });
});

describe('a message', () => {
  it('is an alert, or what CloudWatch says of an alarm', () => {
    expect(readMessage(alertText({ name: 'a' }))).toEqual({ alert: readAlert(alertText({ name: 'a' })) });
    const alarm = { AlarmName: 'a', NewStateValue: 'OK', StateChangeTime: '2026-03-01T10:00:00.000+0000' };
    expect(readMessage(JSON.stringify(alarm))).toEqual({ change: alarmChangeOf(alarm) });
  });

  it.each([
    ['no JSON', 'is not JSON: no JSON'],
    ['{"AlarmName":"a","NewStateValue":"BAD"}', 'has no `event.id`, so it is no alert'],
  ])('is refused in words if it is neither: %s', (text, message) => {
    expect(() => readMessage(text)).toThrow(message);
  });
});

describe('an alarm', () => {
  const change = (name: string, state: string, minute: number) =>
    alarmChangeOf({
      AlarmName: name,
      NewStateValue: state,
      StateChangeTime: `2026-03-01T10:0${minute}:00.000+0000`,
      AlarmDescription: 'No event.',
    });

  it('is told by its last state, those that ring first', () => {
    const changes = [
      change('b', 'ALARM', 1),
      change('a', 'ALARM', 1),
      change('a', 'OK', 2),
      change('c', 'ALARM', 1),
    ].filter((each) => each !== undefined);
    const latest = latestChanges(changes);
    expect(latest.map(({ name, state }) => `${name} ${state}`)).toEqual(['b ALARM', 'c ALARM', 'a OK']);
    const { subject, text } = renderAlarms({ kind: 'alarms', id: 'x', at: 0, changes: latest, ids: [] });
    expect(subject).toBe('[Harrier] 2 alarms ring, 1 is over');
    expect(text).toBe(
      'ALARM since 2026-03-01T10:01Z: b\n  No event.\nALARM since 2026-03-01T10:01Z: c\n  No event.\nOK since 2026-03-01T10:02Z: a\n\nMessage: x\n',
    );
  });

  it.each([
    [['ALARM', 'OK'], '1 alarm rings, 1 is over'],
    [['OK', 'ALARM', 'OK', 'ALARM'], '2 alarms ring, 2 are over'],
    [['ALARM'], 'ALARM: a0'],
  ])('is counted with others: %s', (states, subject) => {
    const changes = states.map((state, index) => change(`a${index}`, state, 1)).filter(Boolean);
    const news = { kind: 'alarms', id: 'x', at: 0, changes: changes as AlarmChange[], ids: [] } as const;
    expect(renderAlarms(news).subject).toBe(`[Harrier] ${subject}`);
  });

  it('is told in chat in the form that it takes, and mentions nobody', () => {
    const changes = Array.from({ length: 500 }, (_, index) =>
      change(`<!channel> ${index}`, 'ALARM', 1),
    ).filter((each) => each !== undefined);
    const chat = JSON.parse(renderAlarmsChat({ kind: 'alarms', id: 'x', at: 0, changes, ids: [] }));
    expect(chat).toMatchObject({
      version: '1.0',
      source: 'custom',
      content: { title: '[Harrier] 500 alarms ring' },
    });
    expect(chat.content.description.length).toBeLessThan(3000);
    expect(JSON.stringify(chat)).not.toContain('<!channel>');
  });

  it('is nothing else', () => {
    expect(alarmChangeOf({ AlarmName: 'a' })).toBeUndefined();
    expect(alarmChangeOf({ AlarmName: 'a', NewStateValue: 'BAD' })).toBeUndefined();
    expect(alarmChangeOf('text')).toBeUndefined();
  });
});

describe('subscriptions', () => {
  const listed = (endpoint: string, arn: string) => ({ protocol: 'email', endpoint, arn });

  it('are missing where they wait to be confirmed, or are gone', () => {
    const found = missingSubscriptions(
      [
        listed('a@example.com', 'arn:aws:sns:eu-west-1:111122223333:x:1'),
        listed('b@example.com', 'PendingConfirmation'),
        listed('c@example.com', 'Deleted'),
        // Confirmed once and asked for again.
        listed('A@example.com', 'PendingConfirmation'),
      ],
      ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com'].map(addressDigest),
    );
    expect(found).toEqual([
      { endpoint: 'b@example.com', what: 'pending' },
      { endpoint: addressDigest('c@example.com'), what: 'gone' },
      { endpoint: addressDigest('d@example.com'), what: 'gone' },
    ]);
  });
});
