/** Alerts that belong together are one incident on the page, as they are for whoever is told of them. */
import { expect, it } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { viewOf } from '../../../src/cli/replay-page/alert-view.ts';
import { sum } from '../../../src/cli/replay-page/counts.ts';
import { incidentsOf } from '../../../src/cli/replay-page/incidents.ts';
import type { Severity } from '../../../src/rule.ts';
import { alertOf, exec } from '../../alert/sample.ts';

interface Given {
  readonly by: string;
  readonly minute: number;
  readonly severity?: Severity;
  readonly buildingBlock?: boolean;
}

function alert({ by, minute, severity = 'low', buildingBlock = false }: Given): Alert {
  const at = new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
  const base = alertOf({
    ...exec,
    auditID: `${by}-${minute}`,
    user: { username: by },
    sourceIPs: [`203.0.113.${by.length}`],
    objectRef: { resource: 'pods', namespace: by, name: by, subresource: 'exec' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  });
  return { ...base, harrier: { ...base.harrier, severity, building_block: buildingBlock } };
}

it('joins what one actor did, and tells the most severe first', () => {
  const views = [
    alert({ by: 'bob', minute: 0 }),
    alert({ by: 'mallory', minute: 1 }),
    alert({ by: 'mallory', minute: 3, severity: 'high', buildingBlock: false }),
    alert({ by: 'mallory', minute: 5, buildingBlock: true }),
    alert({ by: 'carol', minute: 6, buildingBlock: true }),
  ].map(viewOf);
  const { incidents, numbers } = incidentsOf(views);
  expect(
    incidents.map(({ title, severity, counts, rules }) => [title, severity, sum(counts), rules]),
  ).toEqual([
    ['mallory: Exec into a pod', 'high', 3, 1],
    ['bob: Exec into a pod', 'low', 1, 1],
  ]);
  // Building blocks alone are no incident.
  expect(views.map((view) => numbers.get(view))).toEqual([1, 0, 0, 0, undefined]);
  expect(incidents[0]?.last).toBe(Date.UTC(2026, 2, 1, 10, 5));
});

it('is none without alerts', () => {
  expect(incidentsOf([]).incidents).toEqual([]);
});
