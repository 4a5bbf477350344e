/**
 * For Slack and Microsoft Teams, by Amazon Q Developer in chat applications: a notification in the form it asks for.
 * It posts nothing else, and says nothing of what it drops.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */

import { shortened } from '../text/visible.ts';
import { factsOf } from './facts.ts';
import type { Alert } from './fields.ts';
import { clusterName, subjectLine } from './glance.ts';
import { storyOf } from './story.ts';

const reasonLimit = 1000;
const valueLimit = 200;
const eventLimit = 5;

/** @returns JSON; alerts of one rule on one cluster are one thread, where the channel has threads switched on */
export function renderChat(alert: Alert): string {
  const { event, rule, harrier } = alert;
  const cluster = clusterName(alert);
  const facts = factsOf(alert).map(([label, value]) => `*${literal(label)}:* ${literal(value)}`);
  const story = storyOf(alert, eventLimit).map((line) => `• ${literal(line)}`);
  const ids = [`*Alert:* ${event.id}`];
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id: event.id,
    content: {
      textType: 'client-markdown',
      title: literal(subjectLine(alert)),
      description: [
        literal(harrier.reason, reasonLimit),
        '',
        ...story,
        ...(story.length > 0 ? [''] : []),
        ...facts,
        ...ids,
      ].join('\n'),
      ...(rule.reference !== undefined &&
        rule.reference.length > 0 && {
          nextSteps: rule.reference.slice(0, 3).map((url) => shortened(url, valueLimit)),
        }),
      keywords: [harrier.severity, ...(cluster === undefined ? [] : [literal(cluster)])],
    },
    metadata: {
      threadId: `${rule.id}/${shortened(cluster ?? '', 100)}`,
      summary: literal(harrier.reason, valueLimit),
      eventType: rule.id,
      additionalContext: { alert_id: event.id, rule_id: rule.id, severity: harrier.severity },
    },
  });
}

/**
 * A single one of them in front of a word and behind it would be taken out, and the word shown in another way. Within a
 * word `_` marks nothing (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis), and names have it.
 */
const marks = /[*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼' };

/**
 * The values are the attacker's: none of them may mention a channel, hide a link behind a text, or format what comes
 * after it. Slack's control sequences are in angle brackets (https://docs.slack.dev/messaging/formatting-message-text),
 * Markdown's links have brackets next to parentheses.
 */
export function literal(text: string, limit = valueLimit): string {
  return shortened(text, limit)
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('](', '] (')
    .replace(/(?<![\w.])@(?=\w)/g, '＠')
    .replaceAll('`', "'")
    .replace(marks, (mark) => lookAlikes[mark] ?? mark);
}
