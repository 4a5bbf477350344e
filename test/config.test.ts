import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const usual = {
  HARRIER_ALERT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:alerts',
  HARRIER_STATE_TABLE: 'harrier-state',
  AWS_REGION: 'eu-west-1',
};

describe('the environment', () => {
  it('is read with what must be there', () => {
    expect(readConfig(usual)).toEqual({
      alertTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts',
      stateTable: 'harrier-state',
      learning: 0,
      objectKeys: '',
      region: 'eu-west-1',
      origin: { region: 'eu-west-1' },
      onlyCluster: {},
      limits: {},
    });
  });

  it('is read with what may be there', () => {
    const more = {
      HARRIER_CLUSTER: ' blue ',
      HARRIER_ACCOUNT: '111122223333',
      HARRIER_MAX_INFLATED_BYTES: '1073741824',
      HARRIER_LEARNING: '1.5',
      HARRIER_OBJECT_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/objects',
    };
    expect(readConfig({ ...usual, ...more })).toMatchObject({
      origin: { region: 'eu-west-1', cluster: 'blue', account: '111122223333' },
      limits: { maxInflatedBytes: 1073741824 },
      learning: 129_600_000,
      objectQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/objects',
    });
  });

  it('may name a cluster of another account', () => {
    const more = { HARRIER_CLUSTER: '222233334444/red', HARRIER_ACCOUNT: '111122223333' };
    expect(readConfig({ ...usual, ...more })).toMatchObject({
      origin: { cluster: 'red', account: '111122223333' },
      onlyCluster: { cluster: 'red', account: '222233334444' },
    });
  });

  it.each([
    'arn:aws-cn:sns:cn-north-1:111122223333:alerts',
    'arn:aws-us-gov:sns:us-gov-west-1:111122223333:alerts.fifo',
  ])('may name the topic %s', (HARRIER_ALERT_TOPIC_ARN) => {
    expect(readConfig({ ...usual, HARRIER_ALERT_TOPIC_ARN }).alertTopicArn).toBe(HARRIER_ALERT_TOPIC_ARN);
  });

  it.each([
    ['HARRIER_ALERT_TOPIC_ARN', '', 'HARRIER_ALERT_TOPIC_ARN is not set; expected the ARN of an SNS topic'],
    [
      'HARRIER_ALERT_TOPIC_ARN',
      'alerts',
      'HARRIER_ALERT_TOPIC_ARN is "alerts"; expected the ARN of an SNS topic',
    ],
    [
      'HARRIER_STATE_TABLE',
      '',
      'HARRIER_STATE_TABLE is not set; expected the name or ARN of a DynamoDB table',
    ],
    ['HARRIER_LEARNING', 'a week', 'HARRIER_LEARNING is "a week"; expected a number of days'],
    [
      'HARRIER_OBJECT_QUEUE_URL',
      'objects',
      'HARRIER_OBJECT_QUEUE_URL is "objects"; expected an SQS queue\'s URL',
    ],
    [
      'HARRIER_OBJECT_KEYS',
      'eks/',
      'HARRIER_OBJECT_KEYS is "eks/"; expected the beginning of keys with {cluster}',
    ],
    ['AWS_REGION', 'Ireland', 'AWS_REGION is "Ireland"; expected an AWS region'],
    ['HARRIER_CLUSTER', 'a b', 'HARRIER_CLUSTER is "a b"; expected the name of an EKS cluster'],
    ['HARRIER_CLUSTER', '2222/red', 'or account/name if it is in another account'],
    ['HARRIER_ACCOUNT', '1111', 'HARRIER_ACCOUNT is "1111"; expected an AWS account id'],
    ['HARRIER_MAX_INFLATED_BYTES', '1GB', 'HARRIER_MAX_INFLATED_BYTES is "1GB"; expected a number of bytes'],
  ])('with %s %j is refused', (variable, value, message) => {
    expect(() => readConfig({ ...usual, [variable]: value })).toThrow(message);
  });

  it('is refused with all its problems at once', () => {
    const read = (): unknown => readConfig({ HARRIER_ACCOUNT: 'x' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      /^HARRIER_ALERT_TOPIC_ARN.*\nHARRIER_STATE_TABLE.*\nAWS_REGION.*\nHARRIER_ACCOUNT.*$/,
    );
  });
});
