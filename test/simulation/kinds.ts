/**
 * The kinds of rules that are simulated, each with the events it is tried on.
 *
 * Queries, thresholds, and suppression of either are exact: their events may be of any time and come in any order.
 * New terms are exact as long as the events of a combination keep clear of one length, the history window: here they
 * come in clusters, each much shorter than the window, with much more than the window between them. Within these
 * bounds the order of arrival is free, also across clusters. Outside of them, a late event may show that two
 * sightings, which were further apart than the window when they came, belong together: then there has been an alert
 * that an orderly run would not have made. None is ever lost; only waiting for what is late would avoid the surplus.
 * What settles is looked at by other bounds: the alerts hold those of an orderly run, and are none that would not be made
 * without settling periods. In between is what came before the creation of its subject did.
 * Suppression of new terms goes by the event that arrived first; so here all events of a combination are in one group
 * and one stretch in each cluster.
 */
import type { Random } from '../../bench/random.ts';
import type { JsonObject } from '../../src/schema/audit-event.ts';
import { esqlToml, ruleToml, sequenceToml } from '../correlate/rules.ts';

export interface Kind {
  readonly name: string;
  /** Rules that run side by side. */
  readonly rules: readonly string[];
  /** The events of a schedule: 3 to 12, of floods about a hundred. */
  readonly events: (from: Random) => readonly JsonObject[];
  /** Of sequences the queries of the rules, by whose definition alerts are judged. */
  readonly queries?: readonly string[];
  /** The rules without their settling periods, whose alerts are the most there may be. */
  readonly unsettled?: readonly string[];
  /** So many times fewer schedules are run of it, for each takes longer. */
  readonly oneIn?: number;
}

const minute = 60_000;
const hour = 60 * minute;
/** A multiple of every duration used here. */
export const start = Date.UTC(2026, 2, 2);

const newTerms = (number: number, fields: readonly string[], more = '') =>
  ruleToml(
    'new_terms',
    `[rule.new_terms]
field = "new_terms_fields"
value = ${JSON.stringify(fields)}
[[rule.new_terms.history_window_start]]
field = "history_window_start"
value = "now-1h"
${more}`,
    number,
  );

const settling = (field: string, minutes: number) => `
[rule.settling]
field = "${field}"
value = "harrier.service_account"
duration = { value = ${minutes}, unit = "m" }
query = '''
kubernetes.audit.objectRef.resource:serviceaccounts and kubernetes.audit.verb:create and kubernetes.audit.responseStatus.code:201
'''
`;

/** Of one field; of several, with a shorter time. */
const settlers = (isSettling: boolean) => [
  newTerms(1, [user], isSettling ? settling(user, 20) : ''),
  newTerms(2, [agent, user], isSettling ? settling(user, 7) : ''),
];

const threshold = (number: number, schedule: string, keys: string, more = '') =>
  ruleToml('threshold', `${schedule}\n[rule.threshold]\n${keys}\n${more}`, number);

const suppression = (fields: readonly string[], minutes: number, missing: string) => `
[rule.alert_suppression]
group_by = ${JSON.stringify(fields)}
missing_fields_strategy = "${missing}"
duration = { value = ${minutes}, unit = "m" }
`;

const user = 'user.name';
const agent = 'user_agent.original';
const ip = 'source.ip';
const secret = 'kubernetes.audit.objectRef.name';
const namespace = 'kubernetes.audit.objectRef.namespace';

const usual = 'from = "now-6m"\ninterval = "5m"';
const cardinality = `[[rule.threshold.cardinality]]\nfield = "${ip}"\nvalue = 3`;

const verb = (name: string) => `[any where kubernetes.audit.verb == "${name}"]`;

/** Of two stages; of three with `until`; of repeated ones by a key with arrays; with events that are to be missing. */
const sequences = [
  `sequence by user.name with maxspan=5m ${verb('get')} ${verb('delete')}`,
  `sequence by user.name, ?kubernetes.audit.objectRef.namespace with maxspan=7m
     ${verb('get')} ${verb('list')} ${verb('delete')} until ${verb('create')}`,
  `sequence by kubernetes.audit.sourceIPs with maxspan=2m ${verb('get')} with runs=2 ${verb('delete')}`,
  `sequence by user.name with maxspan=3m !${verb('create')} ${verb('get')} !${verb('list')} ${verb('delete')}`,
];

/**
 * Groups that only ever become more of what the query wants: by a field that has one value, that has several, and by a
 * span of time; in windows that overlap often and unevenly. And a query without groups.
 */
const groups = [
  esqlToml('FROM logs-* | STATS events = COUNT(*) BY user.name | WHERE events >= 3', usual, 1),
  esqlToml(
    `FROM logs-* | STATS addresses = COUNT_DISTINCT(kubernetes.audit.sourceIPs), names = VALUES(${secret})
       BY user.name, user_agent.original | WHERE addresses >= 3`,
    usual,
    2,
  ),
  esqlToml(
    'FROM logs-* | STATS events = COUNT(*) BY kubernetes.audit.sourceIPs | WHERE events >= 2',
    'from = "now-17m"\ninterval = "4m"',
    3,
  ),
  esqlToml(
    `FROM logs-* | EVAL span = DATE_TRUNC(2 minutes, kubernetes.audit.requestReceivedTimestamp)
       | STATS events = COUNT(*) BY user.name, span | WHERE events >= 2`,
    usual,
    4,
  ),
  esqlToml('FROM logs-* | EVAL length = LENGTH(user.name) | WHERE length > 4', usual, 5),
  // Groups that need what few events have, in different events.
  esqlToml(
    `FROM logs-* | STATS decisions = COUNT_DISTINCT(\`kubernetes.audit.annotations.authorization_k8s_io/decision\`),
         agents = COUNT_DISTINCT(user_agent.original), events = COUNT(*)
       BY user.name, kubernetes.audit.sourceIPs | WHERE decisions == 2 AND agents >= 2`,
    usual,
    6,
  ),
];

export const kinds: readonly Kind[] = [
  { name: 'query', rules: [ruleToml('query')], events: anyTime },
  {
    name: 'new terms',
    // One field; three, of which one has arrays that may be empty.
    rules: [newTerms(1, [user]), newTerms(2, [user, ip, agent])],
    events: inClusters,
  },
  {
    name: 'settling of new terms',
    rules: settlers(true),
    unsettled: settlers(false),
    events: withCreations,
  },
  {
    name: 'threshold',
    // Without fields; with one that has arrays; with cardinality; with windows that overlap often, and unevenly.
    rules: [
      threshold(1, usual, 'field = []\nvalue = 3'),
      threshold(2, usual, `field = ["${user}", "${ip}"]\nvalue = 2`),
      threshold(3, usual, `field = ["${user}"]\nvalue = 2\n${cardinality}`),
      threshold(4, 'from = "now-17m"\ninterval = "4m"', `field = ["${user}"]\nvalue = 3`),
    ],
    events: anyTime,
  },
  {
    name: 'suppression of queries and thresholds',
    rules: [
      ruleToml('query', suppression([user, namespace], 10, 'suppress'), 1),
      ruleToml('query', suppression([ip, namespace], 10, 'doNotSuppress'), 2),
      threshold(
        3,
        usual,
        `field = ["${user}"]\nvalue = 2`,
        '[rule.alert_suppression]\nduration = { value = 15, unit = "m" }',
      ),
    ],
    events: anyTime,
  },
  {
    name: 'suppression of new terms',
    rules: [
      newTerms(1, [user], suppression([namespace], 180, 'suppress')),
      newTerms(2, [user, secret], suppression([user, namespace], 180, 'doNotSuppress')),
    ],
    events: inClusters,
  },
  {
    name: 'sequence',
    rules: sequences.map((query, index) => sequenceToml(query, '', index + 1)),
    queries: sequences,
    events: deeds,
  },
  { name: 'groups', rules: groups, events: anyTime },
  {
    name: 'floods',
    // With an alert for the first signal, and one for the hundredth where there is one.
    rules: [ruleToml('query', suppression([user], 10, 'suppress'))],
    events: flood,
    oneIn: 20,
  },
];

/** Times that crowd around the ends of windows and stretches. */
function anyTime(from: Random): readonly JsonObject[] {
  return requests(from, () => {
    const near = start + from.below(4) * 5 * minute;
    return from.below(3) === 0 ? near + from.below(3) - 1 : near + from.below(5 * minute);
  });
}

/** Requests of several verbs, close to one another; of both stages of a request everything is the same. */
function deeds(from: Random): readonly JsonObject[] {
  const wanted = 6 + from.below(10);
  const events: JsonObject[] = [];
  for (let number = 0; number < wanted; number++) {
    const at = start + from.below(3) * 5 * minute + from.below(from.pick([3, 4 * minute]));
    const [event] = request(from, number, at);
    const deed = {
      ...event,
      stage: 'ResponseComplete',
      verb: from.pick(['get', 'get', 'list', 'delete', 'create']),
    };
    if (from.below(5) === 0) events.push({ ...deed, stage: 'ResponseStarted' });
    events.push(deed);
  }
  return events;
}

/** From the beginning of a cluster of events to that of the next. */
export const clusterLength = 3 * hour;

/** Clusters of 50 minutes, 3 hours apart. */
function inClusters(from: Random): readonly JsonObject[] {
  return requests(from, () => start + from.below(3) * clusterLength + from.below(50 * minute));
}

/** Requests of service accounts, and creations of these: before, between and behind them, some at the same time. */
function withCreations(from: Random): readonly JsonObject[] {
  const accounts = ['web', 'db'];
  const named = (username: unknown) => (username === 'alice' ? 'db' : 'web');
  const acts = inClusters(from).map((event) => ({
    ...event,
    user: { username: `system:serviceaccount:shop:${named((event.user as JsonObject).username)}` },
  }));
  const creations = Array.from({ length: 1 + from.below(4) }, (_, number) => {
    const near = Date.parse(String((from.pick(acts) as JsonObject).requestReceivedTimestamp));
    const at = near + (from.below(4) - 2) * from.pick([0, 7 * minute, 9 * minute]);
    return {
      ...request(from, 100 + number, at).at(-1),
      verb: 'create',
      objectRef: {
        resource: 'serviceaccounts',
        apiVersion: 'v1',
        namespace: from.pick(['shop', 'shop', 'payments']),
        name: from.pick(accounts),
      },
      responseStatus: { code: from.pick([201, 201, 201, 409]) },
    };
  });
  return [...acts, ...creations];
}

/** About as many requests of one caller in a stretch as make a flood, and some of others and at other times. */
function flood(from: Random): readonly JsonObject[] {
  const wanted = 96 + from.below(9);
  const events: JsonObject[] = [];
  for (let number = 0; number < wanted; number++) {
    const isApart = from.below(50) === 0;
    const at = start + from.below(10 * minute) + (isApart ? 10 * minute : 0);
    const [event, ...others] = request(from, number, at);
    events.push({ ...event, user: { username: from.below(100) === 0 ? 'bob' : 'alice' } }, ...others);
  }
  return events;
}

function requests(from: Random, time: () => number): readonly JsonObject[] {
  const wanted = 3 + from.below(from.pick([3, 3, 9]));
  const events: JsonObject[] = [];
  while (events.length < wanted) events.push(...request(from, events.length, time()));
  return events.slice(0, 12);
}

/** The events of a request: one, or two stages. What they hold depends on few choices, so that groups fill. */
function request(from: Random, number: number, at: number): readonly JsonObject[] {
  const username = from.pick(['alice', 'bob', 'system:serviceaccount:shop:web']);
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].filter(() => from.below(2) === 0);
  // A function of the user, so that what new terms are suppressed by is the same for all events of a combination.
  const inNamespace = username === 'bob' ? {} : { namespace: username === 'alice' ? 'shop' : 'payments' };
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `request-${number}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/secrets',
    verb: 'get',
    user: { username },
    sourceIPs: addresses,
    userAgent: from.pick(['kubectl/v1.33.1', 'curl/8.5.0']),
    objectRef: { resource: 'secrets', name: from.pick(['token', 'keys']), apiVersion: 'v1', ...inNamespace },
    annotations: { 'authorization.k8s.io/decision': number % 4 === 1 ? 'forbid' : 'allow' },
    requestReceivedTimestamp: new Date(at).toISOString(),
    stageTimestamp: new Date(at + 7).toISOString(),
  };
  if (from.below(4) > 0) return [event];
  // Stages need not say the same of their request.
  const first = {
    ...event,
    stage: 'ResponseStarted',
    sourceIPs: addresses.filter(() => from.below(2) === 0),
  };
  return [{ ...first, stageTimestamp: new Date(at + 3).toISOString() }, event];
}
