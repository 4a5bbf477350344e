import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarise, summaryOf } from '../../src/alert/summary.ts';
import type { Json, JsonObject, SourcedEvent } from '../../src/schema/audit-event.ts';
import { isObject } from '../../src/schema/visit.ts';
import { auditSource } from '../../src/source/audit/source.ts';
import { auditEvents } from '../arbitrary/audit-event.ts';
import { eventWith, passwords, places, tokens } from './planted.ts';
import { origin } from './sample.ts';

const sourced = (event: JsonObject, more: Partial<SourcedEvent> = {}): SourcedEvent => ({
  event,
  origin,
  position: 7,
  partial: false,
  ...more,
});

/** What is told of the whole event redacted, and of what the sentence is made of. */
const both = (event: SourcedEvent) => [
  summaryOf(auditSource.redact(event), auditSource),
  summarise(event, auditSource),
];

const secret = fc.constantFrom(...passwords, ...Object.values(tokens));
/** Texts with secrets in them at the places that a sentence is made of. */
const text = fc.oneof(
  secret,
  fc.constantFrom(
    'get',
    'create',
    'patch',
    'pods',
    'secrets',
    'deployments',
    'rolebindings',
    'exec',
    'web-0',
    '',
  ),
  secret.map((each) => `password=${each}`),
  secret.map((each) => `{"token":"${each}"}`),
  secret.map((each) => `/x?command=mysql&command=-p${encodeURIComponent(each.toWellFormed())}`),
);
const mostly = (...usual: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: text });
const container = fc.record({
  name: text,
  image: text,
  command: fc.array(text, { maxLength: 2 }),
  args: fc.array(text, { maxLength: 3 }),
});
const podSpec = fc.record({ containers: fc.array(container, { maxLength: 2 }) });
const body = fc.oneof(
  text,
  fc.record(
    {
      kind: fc.constantFrom('Secret', 'SecretList', 'Pod', 'RoleBinding'),
      metadata: fc.record({ name: text, generateName: text }, { requiredKeys: [] }),
      data: fc.dictionary(text, text),
      spec: fc.oneof(podSpec, fc.record({ template: fc.record({ spec: podSpec }), replicas: fc.nat(9) })),
      roleRef: fc.record({ kind: text, name: text }),
      subjects: fc.array(fc.record({ kind: text, name: text, value: text }), { maxLength: 2 }),
      status: fc.record({ conditions: fc.array(fc.record({ type: text, value: text }), { maxLength: 2 }) }),
      name: text,
      value: text,
    },
    { requiredKeys: [] },
  ),
  fc.array(fc.record({ op: text, path: text, value: fc.oneof(text, podSpec) }), { maxLength: 2 }),
);
const members = fc.record(
  {
    kind: fc.constantFrom('Event', 'Secret'),
    verb: mostly('create', 'update', 'patch', 'get', 'list'),
    requestURI: text,
    userAgent: text,
    sourceIPs: fc.array(text, { maxLength: 3 }),
    user: fc.record(
      {
        username: text,
        name: text,
        extra: fc.dictionary(
          fc.oneof(
            fc.constantFrom(
              'arn',
              'canonicalArn',
              'sessionName',
              'authentication.kubernetes.io/pod-name',
              'value',
              'name',
              'password',
              'data',
            ),
            text,
            secret.map((each) => `${each}/arn`),
          ),
          fc.oneof(text, fc.array(text, { maxLength: 2 })),
          { maxKeys: 4 },
        ),
      },
      { requiredKeys: [] },
    ),
    impersonatedUser: fc.record({ username: text }),
    objectRef: fc.record(
      {
        resource: mostly('rolebindings', 'pods', 'deployments', 'certificatesigningrequests', 'secrets'),
        subresource: mostly('', '', '', 'exec', 'approval', 'scale'),
        apiGroup: text,
        name: text,
        namespace: text,
        key: text,
      },
      { requiredKeys: [] },
    ),
    annotations: fc.dictionary(fc.oneof(fc.constant('authorization.k8s.io/decision'), text), text),
    requestObject: body,
    responseObject: body,
    stageTimestamp: text,
    auditID: text,
  },
  { requiredKeys: [] },
);

/** Whether all that is in the one is in the other, too. */
function isPart(part: Json, whole: Json): boolean {
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((element: Json, i) => isPart(element, whole[i] as Json))
    );
  }
  if (!isObject(part)) return part === whole;
  return (
    isObject(whole) &&
    Object.entries(part).every(
      ([key, member]) => Object.hasOwn(whole, key) && isPart(member, whole[key] as Json),
    )
  );
}

describe('what is told of an event that is remembered', () => {
  it('is what is told of the whole event redacted, whatever secrets it has', () => {
    fc.assert(
      fc.property(auditEvents, members, fc.boolean(), (event, more, partial) => {
        const given = sourced({ ...event, ...more } as JsonObject, { partial });
        const [whole, told] = both(given);
        expect(told).toEqual(whole);
        expect(isPart(auditSource.redactTold(given).event, auditSource.redact(given).event)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is so too of a patch, whatever it takes away, and whether the response is the object or a table', () => {
    const takenAway = fc.constantFrom<JsonObject>(
      {},
      { volumes: [] },
      { volumes: [{ name: 'tmp', emptyDir: {} }] },
      { hostPID: null },
      { $patch: 'replace' },
      { '$deleteFromPrimitiveList/finalizers': ['a'] },
    );
    const workload = fc.tuple(podSpec, takenAway).map(
      ([spec, more]): JsonObject => ({
        kind: 'Deployment',
        spec: { template: { spec: { ...spec, ...more } } },
      }),
    );
    const table = workload.map(
      (object): JsonObject => ({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        rows: [{ cells: ['web'], object }],
      }),
    );
    const response = fc.oneof(workload, table, fc.constant<JsonObject>({ kind: 'Status', code: 409 }));
    fc.assert(
      fc.property(workload, response, fc.boolean(), (requestObject, responseObject, partial) => {
        const objectRef = { resource: 'deployments', namespace: 'shop', name: 'web', apiGroup: 'apps' };
        const given = sourced({ verb: 'patch', objectRef, requestObject, responseObject }, { partial });
        const [whole, told] = both(given);
        expect(told).toEqual(whole);
        expect(isPart(auditSource.redactTold(given).event, auditSource.redact(given).event)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is so too of an array in which not all are objects', () => {
    const event = { objectRef: { resource: 'secrets' }, responseObject: [{ metadata: { name: 'a' } }, 'b'] };
    const given = sourced(event);
    expect(isPart(auditSource.redactTold(given).event, auditSource.redact(given).event)).toBe(true);
  });

  it('is so too where a member was cut', () => {
    const field = fc.constantFrom('requestURI', 'requestObject', 'userAgent', 'password');
    fc.assert(
      fc.property(auditEvents, field, text, (event, cutField, begins) => {
        const cut = { field: cutField, begins };
        const [whole, told] = both(sourced(event as JsonObject, { partial: true, cut }));
        expect(told).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it.each(places)('is so too for a secret as planted: $name', ({ event }) => {
    for (const each of [...passwords, ...Object.values(tokens)]) {
      const [whole, told] = both(sourced(eventWith(event(each))));
      expect(told).toEqual(whole);
    }
  });
});
