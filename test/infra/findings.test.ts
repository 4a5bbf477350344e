/** What alerts as findings take: each part is there where a setting asks for it, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { stackOf } from '../../infra/stack.ts';
import { summaryOf } from '../../infra/summary.ts';
import type { Statement } from '../../infra/template.ts';

function partsOf(given: Readonly<Record<string, unknown>>) {
  const settings = readSettings(given);
  const { resources, findings } = stackOf(settings);
  const policies = resources.Resources.NotifyRole?.Properties?.Policies as
    | readonly { PolicyDocument: { Statement: readonly Statement[] } }[]
    | undefined;
  const statements = (policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actions = statements.flatMap(({ Action }) => Action);
  const publishes = statements.filter(({ Action }) => Action === 'sns:Publish');
  const none = {
    rules: [],
    disabled: [],
    overridden: [],
    replaced: [],
    on: new Map(),
  } as unknown as Parameters<typeof summaryOf>[1];
  return {
    topic: 'FindingTopic' in resources.Resources,
    output: 'FindingTopicArn' in resources.Outputs,
    publishes: JSON.stringify(publishes).includes('FindingTopic'),
    imports: actions.includes('securityhub:BatchImportFindings'),
    told: findings,
    summary: summaryOf(settings, none, () => true).filter((line) => line.startsWith('Alerts as findings')),
  };
}

describe('alerts as findings', () => {
  it('take nothing where nobody asked for them', () => {
    expect(partsOf({})).toEqual({
      topic: false,
      output: false,
      publishes: false,
      imports: false,
      told: { ocsfTopic: '', securityHub: '' },
      summary: [],
    });
  });

  it('in OCSF take a topic, and the right to publish to it', () => {
    expect(partsOf({ ocsf: true })).toEqual({
      topic: true,
      output: true,
      publishes: true,
      imports: false,
      told: { ocsfTopic: { Ref: 'FindingTopic' }, securityHub: '' },
      summary: ['Alerts as findings: a topic, in OCSF.'],
    });
  });

  it('in Security Hub take the right to import them, as the command line says it too', () => {
    expect(partsOf({ securityHub: 'true', ocsf: 'false' })).toEqual({
      topic: false,
      output: false,
      publishes: false,
      imports: true,
      told: { ocsfTopic: '', securityHub: 'true' },
      summary: ['Alerts as findings: Security Hub.'],
    });
  });
});
