/** `harrier incidents`: what it says, and what it writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/alert/render-json.ts';
import { alertOf, exec, rule } from '../alert/sample.ts';
import { harrier, transcript } from './harrier.ts';
import { workspace } from './workspace.ts';

const alertAt = (time: string, name: string, severity: 'low' | 'high'): string =>
  renderJson(
    alertOf(
      { ...exec, auditID: time, stageTimestamp: time, requestReceivedTimestamp: time },
      { rule: { ...rule, id: name, name, severity } },
    ),
  );

const alerts = [
  alertAt('2026-03-01T10:00:00.000000Z', 'User Exec into a Pod', 'low'),
  alertAt('2026-03-01T10:00:01.000000Z', 'Exec with a Reverse Shell', 'high'),
  alertAt('2026-03-01T10:20:00.000000Z', 'User Exec into a Pod', 'low'),
];
const cwd = workspace({
  'alerts.ndjson': `${alerts.join('\n')}\n`,
  'broken.ndjson': `${alerts[0]}\n{"event": {}}\nnothing\n`,
  file: '',
});

it('says what people would be told', async () => {
  const shown = await transcript(
    [
      ['incidents', 'alerts.ndjson'],
      ['incidents', 'broken.ndjson'],
      ['incidents', 'nowhere.ndjson'],
      ['incidents', '--output', 'file', 'alerts.ndjson'],
      ['incidents', 'alerts.ndjson', 'broken.ndjson'],
      ['incidents', '--loud'],
    ],
    { cwd },
  );
  await expect(shown.replaceAll(cwd, '<folder>')).toMatchFileSnapshot('golden/incidents.txt');
});

describe('each message', () => {
  it('is written as an e-mail, for chat and as a page', async () => {
    const { code } = await harrier(['incidents', '--output', 'told', 'alerts.ndjson'], { cwd });
    expect(code).toBe(0);
    const told = (name: string) => readFileSync(join(cwd, 'told', name), 'utf8');
    expect(readdirSync(join(cwd, 'told')).sort()).toEqual(
      ['001', '002'].flatMap((name) => [`${name}.html`, `${name}.json`, `${name}.txt`]),
    );
    expect(told('001.txt')).toMatch(
      /^Subject: \[HIGH\] alice: Exec with a Reverse Shell \(blue\), 2 alerts\n\nalice/,
    );
    expect(JSON.parse(told('001.json'))).toMatchObject({ version: '1.0', source: 'custom' });
    expect(told('002.html')).toContain('1 more alert has come in (3 in all)');
  });

  it('is printed in full on demand', async () => {
    const { stdout } = await harrier(['incidents', '--text', 'alerts.ndjson'], { cwd });
    expect(stdout.match(/^Where to look$/gm)).toHaveLength(2);
  });
});
