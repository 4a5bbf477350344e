/**
 * The law of joining: which alerts are one incident depends on the alerts alone, and not on when, in what order and how
 * often they arrive. It is held against the definition, which looks at each two alerts.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrived, type Board, emptyBoard, withAlerts } from '../../src/incident/board.ts';
import { alert, type Given, node, serviceAccount, session, start } from './alerts.ts';
import { byDefinition, named } from './definition.ts';

/** Few values, and times around the lengths of gaps, so that alerts meet and just miss one another. */
const user = fc.constantFrom(
  session('alice'),
  session('alice', 'engineer', 'ASIABOB'),
  session('bob'),
  node('node-1'),
  serviceAccount('shop', 'web', 'web-1'),
  serviceAccount('shop', 'web', 'web-2', 'node-2'),
  serviceAccount('kube-system', 'replicaset-controller'),
  { username: 'system:anonymous', groups: ['system:unauthenticated'] },
);
const given: fc.Arbitrary<Given> = fc.record({
  name: fc.nat(30).map(String),
  at: fc.oneof(
    fc.integer({ min: 0, max: 12 }).map((hours) => hours * 60),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(-1, 0, 1))
      .map(([hours, by]) => hours * 120 + by),
    fc.integer({ min: 0, max: 3 }).map((times) => times * 720),
  ),
  severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
  buildingBlock: fc.boolean(),
  rule: fc.constantFrom('r1', 'r2', 'r3'),
  tactics: fc.subarray(['TA0001', 'TA0002', 'TA0003', 'TA0004']),
  user,
  address: fc.constantFrom('203.0.113.6', '203.0.113.7'),
  verb: fc.constantFrom('get', 'create', 'list'),
  objectRef: fc.constantFrom(
    { resource: 'pods', namespace: 'shop', name: 'web-1', subresource: 'exec' },
    { resource: 'pods', namespace: 'shop', name: 'web-2' },
    { resource: 'secrets', namespace: 'shop', name: 'db' },
    {
      resource: 'serviceaccounts',
      namespace: 'kube-system',
      name: 'replicaset-controller',
      subresource: 'token',
    },
  ),
  requestObject: fc.constantFrom({ spec: { nodeName: 'node-1' } }, { spec: {} }),
});

/** Each alert once: what has one name is one alert, of one time. */
const alerts = fc.uniqueArray(given, { minLength: 1, maxLength: 12, selector: ({ name }) => name });

function incidentsOf({ incidents }: Board): readonly string[] {
  return named(incidents.map(({ pending }) => pending));
}

/** Batches in any order, some of them twice, all within the time in which incidents are remembered. */
const arrivals = alerts.chain((all) =>
  fc.record({
    all: fc.constant(all),
    batches: fc.array(fc.subarray(all), { maxLength: 6 }),
    rest: fc.shuffledSubarray(all, { minLength: all.length }),
  }),
);

const runs = { numRuns: Number(process.env.HARRIER_RUNS ?? 300) };

it('is by the definition, in whatever order, batches and repetition alerts arrive', () => {
  let joined = 0;
  let apart = 0;
  fc.assert(
    fc.property(arrivals, ({ all, batches, rest }) => {
      const expected = named(byDefinition(all.map(alert)).map((group) => group.map((each) => each.alert.id)));
      let board = emptyBoard;
      for (const batch of [...batches, ...rest.map((each) => [each]), rest])
        board = withAlerts(board, batch.map(alert).map(arrived), start);
      expect(incidentsOf(board)).toEqual(expected);
      // What is known of them does not depend on it either, but for when people are told.
      const [once] = [withAlerts(emptyBoard, all.map(alert).map(arrived), start)];
      expect(contents(board)).toEqual(contents(once));
      joined += all.length - expected.length;
      apart += expected.length;
    }),
    runs,
  );
  // Where nothing is joined, or everything is, nothing is shown.
  expect(joined).toBeGreaterThan(runs.numRuns);
  expect(apart).toBeGreaterThan(runs.numRuns);
});

function contents({ incidents }: Board) {
  return incidents.map(({ due, isFresh, ...content }) => content).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
