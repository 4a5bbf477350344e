import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { harrier, transcript } from './harrier.ts';
import { exec, lines, workspace } from './workspace.ts';

const head = (title: string, more = '') => `title: ${title}
id: ${title.length.toString().padStart(8, '0')}-0000-4000-8000-000000000000
status: test
description: For the tests of the importer.
author: A. Tester, B. Tester
date: 2026-01-02
logsource:
  product: kubernetes
  service: audit
${more}`;

const files = {
  'good/exec.yml': `${head('Shell in a Pod', 'level: high\ntags: [attack.execution, attack.t1609, attack.t1611, cve.2026-1]\n')}detection:
  selection:
    objectRef.resource: pods
    objectRef.subresource: [exec, attach]
    requestURI|contains: ['command=sh', 'command=bash']
  filter_robots:
    user.username|startswith: 'system:serviceaccount:'
    userAgent|re|i: '^robot/\\d+'
  filter_question:
    userAgent: 'what\\?*'
  condition: selection and not 1 of filter_*
falsepositives:
  - Debugging.
`,
  'good/many.yml': `${head('Refused', 'name: refused\n')}detection:
  selection:
    responseStatus.code: 403
    verb: GET
  condition: selection
---
title: Refused Many Times
level: critical
correlation:
  type: event_count
  rules: [refused]
  group-by: [user.username]
  timespan: 5m
  condition: { gte: 3 }
---
title: Refused in Many Namespaces
correlation:
  type: value_count
  rules: [refused]
  group-by: [user.username]
  timespan: 1h
  condition: { field: objectRef.namespace, gt: 2 }
---
${head('Exec', 'name: exec\n')}detection:
  selection:
    objectRef.subresource: exec
  condition: selection
---
title: Refused, Then an Exec
correlation:
  type: temporal_ordered
  rules: [refused, exec]
  group-by: [user.username]
  timespan: 1h
---
title: Refused and an Exec
correlation:
  type: temporal
  rules: [refused, exec]
  group-by: [who]
  aliases:
    who: { refused: user.username, exec: user.username }
  timespan: 1h
`,
  'bad/all.yml': `${head('Words')}detection:
  keywords: [mimikatz, evil]
  condition: keywords
---
${head('Wrong Names')}detection:
  selection:
    objectRef.resurce: pods
    verb|contians: get
    userAgent|expand: '%agents%'
    responseStatus.code: ALLOW
    user.groups|re: '(?=a)b'
    sourceIPs|cidr: 10.0.0.1
    objectRef.name: [a, null]
  condition: selection
---
${head('Wrong Condition')}detection:
  selection:
    verb: get
  condition: selection and not filters
---
${head('An Old Count')}detection:
  selection:
    verb: get
  condition: selection | count() > 5
---
title: Too Few
correlation:
  type: event_count
  rules: [nobody]
  timespan: 5 minutes
  condition: { lt: 3 }
---
title: On Windows
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image: a }
  condition: selection
---
title: A Filter
filter:
  rules: [exec]
  selection: { user.username: a }
  condition: not selection
---
title: Broken
 detection: [
`,
} as const;

describe('harrier import', () => {
  it('says in EQL and KQL what can be said, and of the rest why not, in its place', async () => {
    const cwd = workspace(files);
    const shown = await transcript(
      [
        ['import', '--output', 'out', 'good'],
        ['import', '--output', 'none', 'bad'],
        ['import', '--output', 'none', 'nowhere.yml'],
        ['import', 'good'],
        ['import', '--output', 'out'],
      ],
      { cwd },
    );
    const written = ['exec.toml', 'exec.test.json', ...manyFiles];
    const texts = written.map((name) => `--- out/${name}\n${readFileSync(join(cwd, 'out', name), 'utf8')}`);
    await expect(`${shown}\n${texts.join('\n')}`).toMatchFileSnapshot('golden/import.txt');
    expect(existsSync(join(cwd, 'none'))).toBe(false);
    const again = await harrier(['import', '--output', 'out', 'good'], { cwd });
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('are there already');
    expect((await harrier(['import', '--force', '--output', 'out', 'good'], { cwd })).code).toBe(0);
  });

  it('gives rules that build, pass their cases, and find what the correlations ask for', async () => {
    const at = (number: number, more: JsonObject = {}) =>
      exec(number, { requestReceivedTimestamp: `2026-03-01T10:00:0${number}.000001Z`, ...more });
    const refused = (number: number) =>
      at(number, {
        verb: 'get',
        objectRef: { resource: 'secrets', namespace: `team-${number}` },
        responseStatus: { code: 403 },
      });
    const cwd = workspace({
      ...files,
      'order.json': lines(refused(1), refused(2), refused(3), at(4)),
      'reversed.json': lines(at(1), refused(2)),
      'two.json': lines(refused(1), refused(2)),
    });
    await harrier(['import', '--output', 'out', 'good'], { cwd });
    expect(await harrier(['test', 'out'], { cwd })).toMatchObject({ code: 0 });
    const names = async (log: string) => {
      const { stdout } = await harrier(['replay', '--rules', 'out', '--output', 'ndjson', log], { cwd });
      const alerts = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      return [...new Set(alerts.map(({ rule }) => rule.name as string))].sort();
    };
    expect(await names('order.json')).toEqual([
      'Refused Many Times',
      'Refused and an Exec (order 1 of 2)',
      'Refused in Many Namespaces',
      'Refused, Then an Exec',
    ]);
    expect(await names('reversed.json')).toEqual(['Refused and an Exec (order 2 of 2)']);
    expect(await names('two.json')).toEqual([]);
  });
});

const manyFiles = [
  'many_refused_many_times.toml',
  'many_refused_in_many_namespaces.toml',
  'many_refused_then_an_exec.toml',
  'many_refused_and_an_exec_2.toml',
];
