/** EQL in rules: what runs as the rules it is in, what is told and what is left out. */
import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/compile/compile.ts';
import { renderProblems } from '../../../src/compile/problem.ts';
import { loadRules } from '../../../src/compile/rules/load.ts';
import type { RuleSet } from '../../../src/match/rule-set.ts';
import type { AuditEvent } from '../../../src/schema/audit-event.ts';
import { headOf } from '../../../src/schema/head.ts';
import { auditTarget } from '../../../src/source/audit/target.ts';
import { loadModule, runtime } from '../../load-module.ts';
import { folderWith, ruleText } from '../rules/rule-file.ts';

function built(query: string, keys = '') {
  const text = ruleText(1).replace(
    /type = "query"\nquery = .*\n/,
    `type = "eql"\nlanguage = "eql"\nquery = '''${query}'''\n${keys}`,
  );
  const loaded = loadRules([folderWith({ 'a.toml': text })]);
  expect(renderProblems(loaded.problems)).toBe('');
  return compileRules(loaded.rules, { target: auditTarget, runtime });
}

async function matcher(query: string, keys = ''): Promise<(event: AuditEvent) => boolean> {
  const { module, problems } = built(query, keys);
  expect(renderProblems(problems)).toBe('');
  const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
  const context = { origin: { source: 'test', cluster: 'blue' }, now: 0 };
  return (event) => ruleSet.candidates(event).some(({ test }) => test(event, context, headOf(event)));
}

function told(query: string, keys = ''): readonly string[] {
  return built(query, keys).problems.map(({ code }) => code);
}

const eks = 'index = ["logs-aws.eks_audit-*"]\n';
const formerEks = 'index = ["logs-aws_logs.eks_audit-*"]\n';

describe('a rule in EQL', () => {
  it('is one that queries, dispatched by what it requires', async () => {
    const { module, rules } = built(
      'any where kubernetes.audit.verb in ("get", "list") and kubernetes.audit.objectRef.resource == "secrets"',
    );
    expect(rules.map(({ type }) => type)).toEqual(['query']);
    const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
    expect(ruleSet.rules[0]?.stages[0]?.requires).toEqual({ verb: ['get', 'list'], resource: ['secrets'] });
    expect(ruleSet.candidates({ verb: 'create', objectRef: { resource: 'secrets' } })).toEqual([]);
  });

  it('computes from values, with the functions it uses and no other', async () => {
    const query =
      'any where length(kubernetes.audit.requestURI) + 1 > 12 and not endsWith~(substring(user.name, 2), "A")';
    const matches = await matcher(query);
    expect(matches({ requestURI: '/api/v1/pods', user: { username: 'anne' } })).toBe(true);
    expect(matches({ requestURI: '/api/v1/pods', user: { username: 'anna' } })).toBe(false);
    expect(matches({ requestURI: '/api/v1/po', user: { username: 'anne' } })).toBe(false);
    expect(matches({ requestURI: '/api/v1/pods' })).toBe(false);
    const imported = /import \{([^}]*)\}/.exec(built(query).module)?.[1] ?? '';
    expect(imported.match(/\w+Function/g)).toEqual([
      'addFunction',
      'endsWithFunction',
      'lengthFunction',
      'substringFunction',
    ]);
  });

  it('matches any of several values, and null where there is none', async () => {
    const missing = await matcher('any where kubernetes.audit.objectRef.subresource == null');
    expect(missing({ objectRef: { subresource: '' } })).toBe(true);
    expect(missing({ objectRef: { subresource: 'exec' } })).toBe(false);
    const group = await matcher('any where length(kubernetes.audit.user.groups) == 3');
    expect(group({ user: { groups: ['a', 'abc'] } })).toBe(true);
    expect(group({ user: { groups: ['a', 'ab'] } })).toBe(false);
  });

  it('reads nested objects as flattened, and texts as whole', async () => {
    const rules = await matcher('any where kubernetes.audit.requestObject.rules.verbs == "*"');
    expect(rules({ requestObject: { rules: [{ verbs: ['get'] }, { verbs: ['*'] }] } })).toBe(true);
    const agent = await matcher('any where kubernetes.audit.userAgent : "CURL/*"');
    expect(agent({ userAgent: 'curl/8.5.0' })).toBe(true);
    expect(agent({ userAgent: 'not curl/8.5.0' })).toBe(false);
  });

  it('is code as long as the query, however conditions are values of conditions', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'length(user.name) == 3' : `string((${nested(depth - 1)})) : "t*"`;
    const [ten, twenty] = [10, 20].map((depth) => built(`any where ${nested(depth)}`).module.length);
    const forty = built(`any where ${nested(40)}`).module.length;
    expect((forty - (twenty ?? 0)) / ((twenty ?? 0) - (ten ?? 0))).toBeCloseTo(2, 0);
  });

  it('decides at once for values as many as multiply', async () => {
    const matches = await matcher(
      'any where concat(kubernetes.audit.requestObject.a, kubernetes.audit.requestObject.b) == "never"',
    );
    const many = Array.from({ length: 5000 }, (_, index) => `x${index}`);
    expect(matches({ requestObject: { a: many.slice(0, 50), b: many.slice(0, 50) } })).toBe(false);
    expect(matches({ requestObject: { a: many, b: many } })).toBe(true);
    expect(matches({ requestObject: { a: many } })).toBe(false);
  });
});

describe('the order of events', () => {
  it.each(['timestamp_field = "event.created"', 'tiebreaker_field = "event.sequence"'])(
    'is none of a rule of single events, which is told so: %s',
    (key) => {
      expect(built('any where true', `${key}\n`).problems).toMatchObject([
        { code: 'order-of-events', message: expect.stringContaining('single events') },
      ]);
    },
  );

  it('may be named as it is', () => {
    expect(told('any where true', 'timestamp_field = "@timestamp"\n')).toEqual([]);
  });
});

describe('the category of an event', () => {
  it('is the value of the field that the rule names', async () => {
    const matches = await matcher('create where true', 'event_category_override = "kubernetes.audit.verb"\n');
    expect(matches({ verb: 'create' })).toBe(true);
    expect(matches({ verb: 'get' })).toBe(false);
  });

  it('is configuration on EKS, and nothing elsewhere', async () => {
    const matches = await matcher('configuration where aws.eks.audit.verb == "get"', eks);
    expect(matches({ verb: 'get' })).toBe(true);
    expect(told('configuration where kubernetes.audit.verb == "get"')).toEqual(['no-category']);
    expect(told('process where true', eks)).toEqual(['never-matches']);
  });
});

describe('the data stream of EKS', () => {
  it.each([eks, formerEks])('is known by %s', async (index) => {
    const dataset = index.includes('aws_logs') ? 'aws_logs.eks_audit' : 'aws.eks_audit';
    const matches = await matcher(`any where data_stream.dataset == "${dataset}"`, index);
    expect(matches({ verb: 'get' })).toBe(true);
  });

  it('has fields of its own', async () => {
    const event: AuditEvent = {
      verb: 'create',
      user: { username: 'anna', groups: ['devs'] },
      impersonatedUser: { username: 'system:admin', groups: ['system:masters'] },
      objectRef: { resource: 'pods' },
      requestObject: { rules: [{ apiGroups: [''] }] },
      responseStatus: { code: 404 },
      annotations: { 'authorization.k8s.io/decision': 'allow' },
    };
    const conditions = [
      'aws.eks.audit.objectRef.apiGroup == "core"',
      'aws.eks.audit.requestObject.rules.apiGroups == "core"',
      'user.group.name == "devs"',
      'user.effective.name == "system:admin"',
      'user.effective.group.name == "system:masters"',
      'event.type == "creation"',
      'event.outcome == "failure"',
      'aws.eks.cluster.name == "blue"',
    ];
    for (const condition of conditions) {
      const matches = await matcher(`any where ${condition}`, eks);
      expect(matches(event), condition).toBe(true);
      expect(matches({ verb: 'get', objectRef: { resource: 'pods', apiGroup: 'x' } }), condition).toBe(
        condition.startsWith('aws.eks.cluster'),
      );
    }
  });
});

describe('a sequence', () => {
  const verb = (name: string) => `[any where kubernetes.audit.verb == "${name}"]`;

  it('has a stage for each event, dispatched by itself, and what happens in order', async () => {
    const { module, rules } = built(
      `sequence by user.name with maxspan=2m ${verb('get')} by ?host.name with runs=2 !${verb('list')} by source.ip
         ${verb('delete')} by source.ip until ${verb('create')} by ?no.such.field`,
    );
    const of = (field: string, isOptional = false) => ({ field, isOptional });
    expect(rules).toMatchObject([
      {
        type: 'sequence',
        maxspan: 120_000,
        steps: [
          { stage: 0, isMissing: false },
          { stage: 0, isMissing: false },
          { stage: 1, isMissing: true },
          { stage: 2, isMissing: false },
        ],
        until: 3,
        keys: [
          [of('user.name'), of('host.name', true)],
          [of('user.name'), of('source.ip')],
          [of('user.name'), of('source.ip')],
          [of('user.name'), of('no.such.field', true)],
        ],
      },
    ]);
    const { ruleSet } = (await loadModule(module)) as { ruleSet: RuleSet };
    expect(ruleSet.rules[0]?.stages.map(({ requires }) => requires)).toEqual(
      ['get', 'list', 'delete', 'create'].map((of) => ({ verb: [of] })),
    );
  });

  it('is another for another query, and the same for the same', () => {
    const revision = (query: string) => built(query).rules.map((rule) => 'revision' in rule && rule.revision);
    const query = `sequence by user.name with maxspan=2m ${verb('get')} ${verb('list')}`;
    expect(revision(query)).toEqual(revision(query));
    expect(revision(query)).not.toEqual(revision(query.replace('list', 'delete')));
  });

  const by = 'sequence by user.name with maxspan=1m';
  it.each([
    { query: `${by} ${verb('get')} !${verb('list')}`, codes: ['missing-at-end'] },
    { query: `sequence by user.name ${verb('get')} ${verb('list')}`, codes: ['no-maxspan'] },
    { query: `sequence with maxspan=1m ${verb('get')} ${verb('list')}`, codes: ['no-join-key'] },
    {
      query: `sequence by user.nmae with maxspan=1m ${verb('get')} ${verb('list')}`,
      codes: ['unknown-field'],
    },
    { query: `${by} ${verb('get')} [any where user.nmae == "a"]`, codes: ['unknown-field'] },
    { query: `${by} ${verb('get')} [any where false]`, codes: ['never-matches'] },
    { query: `${by} ${verb('get')} ${verb('list')} | head 1`, codes: ['pipe-in-rule'] },
    {
      query: `${by} ${verb('get')} ${verb('list')}`,
      keys: 'tiebreaker_field = "event.sequence"',
      codes: ['order-of-events'],
    },
    {
      query: `sequence by user.name ${verb('get')} ${verb('list')}`,
      keys: 'from = "now/d"',
      codes: ['no-maxspan', 'bad-schedule'],
    },
  ])('is told what is wrong: $codes', ({ query, keys, codes }) => {
    expect(told(query, keys)).toEqual(codes);
  });
});

describe('what does not run', () => {
  it('is skipped with its reason: samples', () => {
    expect(built('sample by user.name [any where true] [any where false]').skipped).toMatchObject([
      { reason: 'EQL samples cannot be run yet' },
    ]);
  });

  it('is told at its place in the file: pipes, mistakes of syntax and of meaning', () => {
    expect(told('any where true | head 1')).toEqual(['pipe-in-rule']);
    expect(told('any where user.name = "a"')).toEqual(['single-equals']);
    const [problem] = built('any where\nuser.nmae == "a"').problems;
    expect(renderProblems(problem === undefined ? [] : [problem])).toContain(':10:1: error[unknown-field]');
  });
});
