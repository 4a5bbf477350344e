import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deliveryLog, type Log, lambdaLog } from '../src/log.ts';
import { emptySummary } from '../src/pipeline.ts';
import { exec, rule, sourced } from './alert/sample.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

type Line = Readonly<Record<string, unknown>>;

function written(): { lines: Line[]; logger: Logger; log: Log } {
  const lines: Line[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
  }
  const logger = new Logger({ serviceName: 'harrier-test' });
  return { lines, logger, log: lambdaLog(logger) };
}

describe('the log', () => {
  it('is one line of JSON each, with errors and their causes', () => {
    const { lines, log } = written();
    log('ERROR', 'it\nfailed', { error: new TypeError('no', { cause: new Error('why') }) });
    expect(lines).toMatchObject([
      {
        level: 'ERROR',
        message: 'it\nfailed',
        service: 'harrier-test',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        error: { name: 'TypeError', message: 'no', cause: { name: 'Error', message: 'why' } },
      },
    ]);
  });

  it('says which invocation a line is of', () => {
    const { lines, logger, log } = written();
    logger.addContext({ awsRequestId: 'c6af9ac6', functionName: 'cloudwatch' } as Context);
    log('INFO', 'done');
    expect(lines).toMatchObject([{ function_request_id: 'c6af9ac6', function_name: 'cloudwatch' }]);
  });

  it('names the rule and the event of a failure, ten times a delivery', () => {
    const { lines, log } = written();
    const failure = { rule, stage: 0, event: sourced(exec), error: new RangeError('deep') };
    for (const delivery of [deliveryLog(log), deliveryLog(log)]) {
      for (let i = 0; i < 15; i++) delivery.listeners.onFailure(failure);
    }
    expect(lines).toHaveLength(20);
    expect(lines[0]).toMatchObject({
      level: 'ERROR',
      message: 'a rule failed on an event',
      rule: rule.id,
      source: '/aws/eks/blue/cluster/kube-apiserver-audit-1',
      position: 1,
      error: { name: 'RangeError', message: 'deep' },
    });
  });

  it('names what a rule could not compute once in the life of a process', () => {
    const { lines, log } = written();
    const warning = { rule, place: '4:12', reason: '/ by zero', count: 7, isFirst: true };
    for (const isFirst of [true, false]) deliveryLog(log).listeners.onWarning({ ...warning, isFirst });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'WARN',
      message: 'a rule could not compute a value',
      rule: rule.id,
      ruleName: rule.name,
      place: '4:12',
      reason: '/ by zero',
    });
  });

  it('has one line of what became of a delivery', () => {
    const { lines, log } = written();
    deliveryLog(log).summary('s3://b/k', { ...emptySummary(), events: 3 });
    expect(lines[0]).toMatchObject({
      level: 'INFO',
      source: 's3://b/k',
      events: 3,
      alerts: 0,
    });
  });
});
