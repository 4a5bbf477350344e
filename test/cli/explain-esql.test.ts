/** Why an event passes the filters of an ES|QL rule, or why not. */
import { expect, it } from 'vitest';
import { esqlToml } from '../correlate/rules.ts';
import { transcript } from './harrier.ts';
import { exec, lines, workspace } from './workspace.ts';

const counted = `FROM logs-kubernetes.audit_logs-*
| WHERE kubernetes.audit.objectRef.subresource == "exec" AND
    (user.name LIKE "jane*" OR user.name IS NULL)
| GROK kubernetes.audit.requestURI "command=%{WORD:program}"
| EVAL who = TO_LOWER(user.name)
| WHERE program == "id" AND NOT who IN ("root", "john@example.com") AND kubernetes.audit.verb == "delete" AND 1 == 2
| STATS n = COUNT(*) BY who
| WHERE n > 3`;
const single = `FROM logs-kubernetes.audit_logs-*
| WHERE kubernetes.audit.objectRef.subresource == "exec"
| KEEP user.name`;

const cwd = workspace({
  'events.json': lines(exec(1), exec(2, { objectRef: { resource: 'pods', namespace: 'shop' } })),
  'own/counted.toml': esqlToml(counted, 'from = "now-1h"\ninterval = "10m"\n', 1),
  'own/single.toml': esqlToml(single, '', 2),
  'own/no-filter.toml': esqlToml(
    'FROM logs-* | STATS n = COUNT(*) BY user.name | WHERE n > 3',
    'from = "now-1h"\ninterval = "10m"\n',
    3,
  ),
});

it('is told filter by filter, with what each found', async () => {
  const shown = await transcript(
    ['counted', 'single', 'no-filter'].map((name) => [
      'explain',
      '--rules',
      'own',
      '--rule',
      `own/${name}.toml`,
      'events.json',
    ]),
    { cwd },
  );
  await expect(shown.replaceAll(cwd, '<folder>')).toMatchFileSnapshot('golden/explain-esql.txt');
});
