/** What callers write stays in its place among other texts, and is none of a message's own. */
import { expect, it } from 'vitest';
import { renderIncidentEmail } from '../../../src/incident/telling/render-email.ts';
import { shown, shownName } from '../../../src/incident/telling/shown.ts';
import { alertOf, exec, rule } from '../../alert/sample.ts';
import { incidentOf, newsOf, read } from './sample.ts';

it.each([
  ['alice', 'alice'],
  ['Zoë Müller', '"Zoë Müller"'],
  ['李', '"李"'],
  // It would take the digits behind it to its left.
  ['\u05d3\u05e0\u05d4 1', '"\\u{5d3}\\u{5e0}\\u{5d4} 1"'],
  ['\u0639\u0644\u064a', '"\\u{639}\\u{644}\\u{64a}"'],
  [`e${'\u0301'.repeat(40)}`, `"e\u0301\u0301${'\\u{301}'.repeat(38)}"`],
  ['x\u202ey', '"x\\u{202e}y"'],
])('a name %j is %s', (name, expected) => {
  expect(shownName(name, 400)).toBe(expected);
});

it('is cut where it has become long', () => {
  expect(shown('\u05d0'.repeat(300), 40)).toHaveLength(40);
});

it('a caller named from right to left turns no line of an e-mail', () => {
  const name = '\u05de\u05e0\u05d4\u05dc (critical) 127.0.0.1';
  const event = { ...exec, user: { username: name }, userAgent: `${name}/1` };
  const found = [read(alertOf(event, { rule }))];
  const { body } = renderIncidentEmail(newsOf([incidentOf(found)], found, 0));
  expect(body).not.toMatch(/[\u0590-\u08ff]/);
  expect(body).toContain('\\u{5de}\\u{5e0}\\u{5d4}\\u{5dc} (critical) 127.0.0.1');
});
