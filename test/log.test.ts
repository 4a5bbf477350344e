import { describe, expect, it } from 'vitest';
import { deliveryLog, jsonLog } from '../src/log.ts';
import { emptySummary } from '../src/pipeline.ts';
import { exec, rule, sourced } from './alert/sample.ts';

function written(): { lines: string[]; log: ReturnType<typeof jsonLog> } {
  const lines: string[] = [];
  return { lines, log: jsonLog((line) => lines.push(line)) };
}

describe('the log', () => {
  it('is one line of JSON each, with errors and their causes', () => {
    const { lines, log } = written();
    log('ERROR', 'it\nfailed', { error: new TypeError('no', { cause: new Error('why') }) });
    expect(lines).toEqual([
      '{"level":"ERROR","message":"it\\nfailed","error":{"name":"TypeError","message":"no","cause":{"name":"Error","message":"why"}}}\n',
    ]);
  });

  it('names the rule and the event of a failure, ten times a delivery', () => {
    const { lines, log } = written();
    const failure = { rule, event: sourced(exec), error: new RangeError('deep') };
    for (const delivery of [deliveryLog(log), deliveryLog(log)]) {
      for (let i = 0; i < 15; i++) delivery.listeners.onFailure(failure);
    }
    expect(lines).toHaveLength(20);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'ERROR',
      message: 'a rule failed on an event',
      rule: rule.id,
      source: '/aws/eks/blue/cluster/kube-apiserver-audit-1',
      position: 1,
      error: { name: 'RangeError', message: 'deep' },
    });
  });

  it('has one line of what became of a delivery', () => {
    const { lines, log } = written();
    deliveryLog(log).summary('s3://b/k', { ...emptySummary(), events: 3 });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'INFO',
      source: 's3://b/k',
      events: 3,
      alerts: 0,
    });
  });
});
