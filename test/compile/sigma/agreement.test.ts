/** Imported rules against a second reading of Sigma. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { importRuleSets } from '../../../src/cli/rules.ts';
import { compileRules } from '../../../src/compile/compile.ts';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import { importSigma } from '../../../src/compile/sigma/import.ts';
import { matchEvents } from '../../../src/match/match.ts';
import { runtimeUrl } from '../../../src/project/package-root.ts';
import type { Json, JsonObject } from '../../../src/schema/audit-event.ts';
import { auditTarget } from '../../../src/source/audit/target.ts';
import { type Detection, holds } from '../../reference/sigma.ts';
import { folderWith } from '../rules/rule-file.ts';

/** Texts near each other: in case, with what wildcards and escapes are made of. */
const texts = [
  'kubectl',
  'Kubectl',
  'kube*tl',
  'kube?tl',
  'kube\\*tl',
  'a\\b',
  'a.b',
  'x',
  '-x',
  '/x',
  '*',
  'é',
];
const held = [
  'kubectl',
  'KUBECTL',
  'kube*tl',
  'kubertl',
  'a\\b',
  'a.b',
  'axb',
  'x',
  '-x',
  '/x',
  'run -x',
  'É',
];
const text = fc.constantFrom(...texts);
const some = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 3 }));

const textFields = [
  'userAgent',
  'user.username',
  'user.groups',
  'objectRef.name',
  'requestURI',
  'requestObject.metadata.name',
];
const item: fc.Arbitrary<readonly [string, Json]> = fc.oneof(
  fc.tuple(
    fc.constantFrom('verb', 'objectRef.resource'),
    some(fc.constantFrom('get', 'GET', 'delete', 'pods', 'po*', 'p?ds')),
  ),
  fc.tuple(
    fc
      .tuple(
        fc.constantFrom(...textFields),
        fc.constantFrom(
          '',
          '|contains',
          '|startswith',
          '|endswith',
          '|cased',
          '|contains|cased',
          '|contains|all',
          '|neq',
          '|windash|contains',
        ),
      )
      .map(([name, modifiers]) => name + modifiers),
    some(text),
  ),
  fc.tuple(
    fc.constantFrom(
      'userAgent|re',
      'user.groups|re|i',
      'requestURI|re|s',
      'objectRef.name|re|startswith',
      'userAgent|re|m',
    ),
    some(
      fc.constantFrom(
        'kube.tl',
        '^kube',
        'tl$',
        '^(a|x)$',
        'a[.x]b',
        '^[^k]',
        '\\d+',
        'x{1,2}',
        '^-?x|b$',
        '(?:k|K)ub',
        'a\\\\b',
        '[\\w-]x',
      ),
    ),
  ),
  fc.tuple(fc.constantFrom('userAgent|base64', 'userAgent|base64|contains'), fc.constantFrom('kubectl', 'x')),
  fc.tuple(
    fc.constantFrom('responseStatus.code', 'responseStatus.code|neq'),
    some(fc.constantFrom(200, 403, '404')),
  ),
  fc.tuple(
    fc.constantFrom('lt', 'lte', 'gt', 'gte').map((op) => `responseStatus.code|${op}`),
    fc.constantFrom(200, 403),
  ),
  fc.tuple(
    fc.constantFrom('objectRef.subresource|exists', 'user.groups|exists', 'requestObject.spec|exists'),
    fc.boolean(),
  ),
  fc.tuple(fc.constantFrom('objectRef.subresource', 'userAgent', 'user.groups'), fc.constantFrom(null, '')),
  fc.tuple(
    fc.constant('sourceIPs|cidr'),
    some(fc.constantFrom('10.0.0.0/8', '203.0.113.0/24', '2001:db8::/32')),
  ),
  fc.tuple(fc.constant('annotations.authorization.k8s.io/decision'), fc.constantFrom('allow', 'FORBID', '*')),
  fc.tuple(fc.constant('requestObject.spec.hostNetwork'), fc.constantFrom(true, false, 'true')),
);

const map = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) => Object.fromEntries(items) as JsonObject);
const selection: fc.Arbitrary<Json> = fc.oneof(map, fc.array(map, { minLength: 1, maxLength: 2 }));
const detection: fc.Arbitrary<Detection> = fc.record({
  selection,
  selection_b: selection,
  filter: selection,
  _hidden: selection,
  condition: fc.constantFrom(
    'selection',
    'not selection',
    'selection and not filter',
    'selection or selection_b and filter',
    '(selection or selection_b) and not (filter or _hidden)',
    '1 of selection*',
    'all of selection* and not 1 of filter*',
    'all of them',
    '1 of them',
    'NOT 1 of filter* AND any of selection_*',
  ),
});

const value = fc.constantFrom(...held);
const event: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      userAgent: fc.oneof(value, fc.constantFrom(Buffer.from('kubectl').toString('base64'), 'eA==')),
      user: fc.record({ username: value, groups: fc.array(value, { maxLength: 2 }) }, { requiredKeys: [] }),
      sourceIPs: fc.array(fc.constantFrom('10.1.2.3', '203.0.113.9', '2001:db8::1'), { maxLength: 2 }),
      objectRef: fc.record(
        {
          resource: fc.constantFrom('pods', 'secrets'),
          name: value,
          subresource: fc.constantFrom('exec', ''),
        },
        { requiredKeys: [] },
      ),
      responseStatus: fc.record({ code: fc.constantFrom(200, 403, 404) }),
      requestObject: fc.record(
        {
          metadata: fc.record({ name: value }),
          spec: fc.record({ hostNetwork: fc.boolean() }),
        },
        { requiredKeys: [] },
      ),
      annotations: fc.record({ 'authorization.k8s.io/decision': fc.constantFrom('allow', 'forbid') }),
      requestURI: value,
    },
    { requiredKeys: [] },
  )
  .chain((rest) =>
    fc
      .constantFrom('get', 'delete')
      .map((verb) => ({ kind: 'Event', stage: 'ResponseComplete', verb, ...rest })),
  );

async function matcherOf(detections: readonly Detection[]) {
  const files = detections.map((each, index) => ({
    path: `${index}.yml`,
    text: stringify({
      title: `Rule ${index}`,
      logsource: { product: 'kubernetes', service: 'audit' },
      detection: each,
    }),
  }));
  const { rules, problems } = importSigma(files);
  expect(renderProblems(problems)).toBe('');
  const folder = folderWith(
    Object.fromEntries(rules.map(({ fileName, toml }) => [`${fileName}.toml`, toml])),
  );
  const loaded = loadRules([folder]);
  expect(renderProblems(loaded.problems)).toBe('');
  const compiled = compileRules(loaded.rules, { target: auditTarget, runtime: runtimeUrl });
  const errors = compiled.problems.filter(({ severity }) => severity === 'error');
  // A rule that nothing can fulfil is told so, and gives no alert.
  expect(errors.filter(({ code }) => code !== 'never-matches')).toEqual([]);
  const { ruleSet } = await importRuleSets(compiled.module);
  return (of: JsonObject): ReadonlySet<string> => {
    const sourced = { event: of, origin: { source: 'a test' }, position: 1, partial: false };
    const { matches, failures } = matchEvents(ruleSet, [sourced as never], Date.now());
    expect(failures).toEqual([]);
    return new Set(matches.map(({ rule }) => rule.name));
  };
}

it('agrees with Sigma as its specification has it', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(detection, { minLength: 20, maxLength: 20 }),
      fc.array(event, { minLength: 60, maxLength: 60 }),
      async (detections, events) => {
        const matching = await matcherOf(detections);
        // Events come out of JSON, whose objects have the usual prototype.
        for (const each of events.map((made) => JSON.parse(JSON.stringify(made)) as JsonObject)) {
          const found = matching(each);
          const wrong = detections.find((rule, index) => found.has(`Rule ${index}`) !== holds(rule, each));
          if (wrong === undefined) continue;
          const [rule, about] = [wrong, each].map((of) => JSON.stringify(of));
          throw new Error(`${rule}\nby the specification ${holds(wrong, each)} for\n${about}`);
        }
      },
    ),
    { numRuns: 5, endOnFailure: true, reporter: firstFailure },
  ));

/** The rule and the event alone: the whole of what was generated is too much to read. */
function firstFailure<Made>({ failed, errorInstance, seed }: fc.RunDetails<Made>): void {
  if (failed) throw new Error(`seed ${seed}: ${errorInstance}`);
}
