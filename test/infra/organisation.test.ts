/** What an organisation asks of everything that is deployed to its accounts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minConcurrency } from '../../infra/settings-schema.ts';
import { everySetting, type Packaged, packageWith } from './packaged.ts';

let all: Packaged;
let none: Packaged;
beforeAll(async () => {
  [all, none] = await Promise.all([packageWith(everySetting), packageWith({ region: 'us-east-2' })]);
});
afterAll(() => Promise.all([all.remove(), none.remove()]));

const noValue = { Ref: 'AWS::NoValue' };

/** What osls keeps of the provider, to deploy with. */
async function providerOf({ folder }: Packaged): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'serverless-state.json'), 'utf8')).service.provider;
}

describe('what is deployed', () => {
  it('is tagged, all of it', async () => {
    expect(await providerOf(all)).toMatchObject({ stackTags: { team: 'security', 'cost center': 'a=b' } });
    expect(await providerOf(none)).toMatchObject({ stackTags: {} });
  });

  it('has roles within a boundary', () => {
    const boundaries = ({ template }: Packaged) =>
      Object.values(template.Resources)
        .filter(({ Type }) => Type === 'AWS::IAM::Role')
        .map(({ Properties }) => Properties.PermissionsBoundary);
    expect(boundaries(all)).toEqual(Array(5).fill(everySetting.permissionsBoundary));
    expect(boundaries(none)).toEqual(Array(3).fill(noValue));
  });

  it('has roles that do what is written for whoever makes the boundary', async () => {
    const guide = await readFile(new URL('../../docs/deployment.md', import.meta.url), 'utf8');
    const roles = Object.values(all.template.Resources).filter(({ Type }) =>
      /IAM::(?:Role|Policy)$/.test(Type),
    );
    const actions = JSON.stringify(roles).match(/"(?!aws:)[a-z\d]+:[A-Z]\w+"/g) ?? [];
    const keys = ['sts:AssumeRole', 'kms:ViaService'];
    const done = new Set(actions.map((action) => action.slice(1, -1))).difference(new Set(keys));
    expect(done.size).toBeGreaterThan(15);
    for (const action of done) expect(guide).toContain(`\`${action}\``);
  });

  it('keeps room for deliveries, more than the queue of retries may take', () => {
    const of = ({ template }: Packaged, name: string) => template.Resources[name]?.Properties;
    expect(of(none, 'CloudwatchLambdaFunction')).toMatchObject({ ReservedConcurrentExecutions: noValue });
    expect(of(all, 'CloudwatchLambdaFunction')).toMatchObject({ ReservedConcurrentExecutions: 20 });
    expect(of(all, 'S3LambdaFunction')).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(of(all, 'CloudwatchEventSourceMappingSQSRetries')).toMatchObject({
      ScalingConfig: { MaximumConcurrency: minConcurrency / 2 },
    });
  });

  it('is deployed by a role, where one is named', async () => {
    expect(await providerOf(all)).toMatchObject({ iam: { deploymentRole: everySetting.deploymentRole } });
    expect(await providerOf(none)).toMatchObject({ iam: {} });
    expect(await providerOf(none)).not.toHaveProperty('iam.deploymentRole');
  });

  it('goes to the region of the settings', async () => {
    expect(await providerOf(all)).toMatchObject({ region: 'eu-west-1' });
    expect(await providerOf(none)).toMatchObject({ region: 'us-east-2' });
  });
});
