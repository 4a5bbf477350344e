/** For people: an alert as an e-mail that can be read on a telephone. */

import { shortened, visible } from '../text/visible.ts';
import { factsOf } from './facts.ts';
import type { Alert } from './fields.ts';
import { storyOf } from './story.ts';

const noteLimit = 1500;
const descriptionLimit = 800;
const eventLimit = 5;

/**
 * Plain text, without columns and wrapped by the reader's own screen: what happened first, then where to look, then
 * what the rule's author says. Every character is visible, so that no value of an event can add lines of its own.
 */
export function renderEmail(alert: Alert): string {
  return [
    [alert.harrier.reason],
    facts(alert),
    section('What happened', list(storyOf(alert, eventLimit), eventLimit + 1)),
    section('What it means', [paragraph(alert.rule.description, descriptionLimit)]),
    section('May be harmless', list(alert.harrier.false_positives)),
    section('Investigate', [paragraph(alert.harrier.note ?? '', noteLimit)]),
    section('References', list(alert.rule.reference)),
    evidence(alert),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .concat('\n');
}

function facts(alert: Alert): string[] {
  return factsOf(alert).map(([label, value]) => fact(label, value));
}

function evidence({ event, rule, harrier }: Alert): string[] {
  const shown = harrier.events.slice(-eventLimit);
  return [
    fact('Alert', event.id),
    fact('Rule id', rule.id),
    ...shown.map(({ id, source, position }) =>
      fact('Event', id === `${source}:${position}` ? id : `${id} in ${source}, ${position}`),
    ),
    ...(harrier.event_count > shown.length ? [`and ${harrier.event_count - shown.length} more events`] : []),
    ...(harrier.truncated === undefined ? [] : ['Parts of the event were too large and were left out.']),
  ].filter((line) => line !== '');
}

function fact(label: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `${visible(label)}: ${shortened(text, 200)}`;
}

function section(heading: string, lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line !== '');
  return filled.length === 0 ? [] : [`${heading}:`, ...filled];
}

function list(items: readonly string[] = [], limit = 5): string[] {
  const shown = items.slice(0, limit).map((item) => `- ${paragraph(item, 200)}`);
  return items.length > limit ? [...shown, `- and ${items.length - limit} more`] : shown;
}

/** Paragraphs and list items stay, each on a line of its own for the reader's screen to wrap; all of it is visible. */
function paragraph(text: string, limit: number): string {
  const lines = unwrapped(text.slice(0, limit + 1).trim()).split('\n');
  const shown = lines.map((line) => visible(line)).join('\n');
  return shown.length <= limit ? shown : `${shown.slice(0, limit - 1).toWellFormed()}…`;
}

/** Rule files break lines within a paragraph, at the width of an editor. */
function unwrapped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?<=[^\n])\n[ \t]*(?=[^\s#>|*-])(?!\d{1,2}\.)/g, ' ');
}
