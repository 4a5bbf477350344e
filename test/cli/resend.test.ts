/** `harrier resend` against a stand-in for CloudWatch Logs and Lambda; the function behind it is of the tests. */
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { resend } from '../../src/cli/resend.ts';
import {
  type Account,
  type Aws,
  type Invoked,
  type LogEvent,
  nothing,
  startAws,
} from '../infra/preflight/aws.ts';
import { harrier, transcript } from './harrier.ts';
import { workspace } from './workspace.ts';

// Nobody waits in tests; how long it would have been is kept.
const { waits } = vi.hoisted(() => ({ waits: [] as number[] }));
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void waits.push(ms) }));

const cwd = workspace({});
const logGroup = '/aws/eks/blue/cluster';
const start = Date.parse('2026-03-01T10:00:00Z');
const functionName = 'harrier-production-cloudwatch';

interface Envelope {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logEvents: readonly {
    readonly id: string;
    readonly timestamp: number;
    readonly message: string;
  }[];
}

let aws: Aws;
/** What the function was invoked with, and the sizes of the payloads. */
let envelopes: Envelope[];
let sizes: number[];
let answer: (envelope: Envelope) => Invoked;
beforeAll(async () => {
  aws = await startAws();
});
beforeEach(() => {
  Object.assign(aws, { account: nothing, refused: new Set(), broken: new Set() });
  aws.called.length = 0;
  envelopes = [];
  sizes = [];
  waits.length = 0;
  answer = () => ({ answer: null });
});
afterAll(() => aws.stop());

const stream = (name: string) => `kube-apiserver-audit-${name}`;
const logEvent = (number: number, more: Partial<LogEvent> = {}): LogEvent => ({
  eventId: `id-${number}`,
  logStreamName: stream('a'),
  timestamp: start + number,
  message: `{"event":${number}}`,
  ...more,
});
const numbered = (length: number, more: (number: number) => Partial<LogEvent> = () => ({})): LogEvent[] =>
  Array.from({ length }, (_, number) => logEvent(number, more(number)));

async function invoked(payload: unknown): Promise<Invoked> {
  const { data } = (payload as { awslogs: { data: string } }).awslogs;
  const envelope = JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as Envelope;
  sizes.push(JSON.stringify(payload).length);
  envelopes.push(envelope);
  return answer(envelope);
}

function having(events: readonly LogEvent[]): Account {
  return {
    ...nothing,
    logGroups: { [logGroup]: { streams: [], filters: [], events } },
    functions: { [functionName]: invoked },
  };
}

const env = () => ({
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});
const to = '2026-03-01T11:00:00Z';
const command = (more: Readonly<Record<string, string>> = {}) => [
  'resend',
  ...Object.entries({
    cluster: 'blue',
    from: '2026-03-01T10:00:00Z',
    to,
    function: functionName,
    ...more,
  }).flatMap(([option, value]) => [`--${option}`, value]),
];
/** How old the events of these tests are depends on the day. */
const dateless = (output: string) => output.replaceAll(/^Which alerts .*\n/gm, '');
const shownBy = async (args: readonly string[], of: Readonly<Record<string, string>> = env()) =>
  dateless(await transcript([args], { cwd, env: of }));

/** In this process, where time passes as the tests want. */
async function run(args: readonly string[] = command()) {
  for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
  let stderr = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  const code = await resend.run(args.slice(1)).finally(() => write.mockRestore());
  return { code, stderr: dateless(stderr) };
}
afterEach(() => vi.unstubAllEnvs());
const delivered = () => envelopes.flatMap(({ logEvents }) => logEvents);

describe('what is delivered', () => {
  it('is each event of the period once, over all pages, as the subscription gives it', async () => {
    const outside = [logEvent(-1), logEvent(3_600_000), logEvent(5, { logStreamName: 'authenticator-a' })];
    const events = numbered(250);
    aws.account = having([...outside, ...events]);
    const { code, stderr } = await run();
    expect(stderr).toBe(
      '250 events of cluster blue in account 000000000000, from 2026-03-01T10:00:00.000Z to 2026-03-01T11:00:00.000Z\n' +
        '  1 delivery processed by harrier-production-cloudwatch\n',
    );
    expect(code).toBe(0);
    expect(aws.called.filter((operation) => operation === 'FilterLogEvents')).toHaveLength(4);
    expect(envelopes).toEqual([
      {
        messageType: 'DATA_MESSAGE',
        owner: '000000000000',
        logGroup,
        logStream: stream('a'),
        subscriptionFilters: ['harrier-resend'],
        logEvents: events.map(({ eventId, timestamp, message }) => ({ id: eventId, timestamp, message })),
      },
    ]);
  });

  it('has one stream in an envelope, however the streams alternate', async () => {
    aws.account = having(numbered(20, (number) => ({ logStreamName: stream(number % 2 === 0 ? 'a' : 'b') })));
    expect(await run()).toMatchObject({ code: 0 });
    expect(envelopes.map(({ logStream, logEvents }) => [logStream, logEvents.length])).toEqual([
      [stream('a'), 10],
      [stream('b'), 10],
    ]);
  });

  it('is cut into payloads well below what Lambda takes, and loses nothing by it', async () => {
    // The first half of it deflates little, the second very much.
    const random = (seed: number) =>
      Array.from({ length: 20_000 }, (_, i) =>
        Math.floor(Math.abs(Math.sin(seed * 7919 + i)) * 1e9).toString(36),
      ).join('');
    const message = (number: number) => (number < 40 ? random(number) : 'x'.repeat(200_000));
    const events = numbered(80, (number) => ({ message: message(number) }));
    aws.account = having(events);
    const { code, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toMatch(/\d+ deliveries processed/);
    expect(delivered().map(({ id }) => id)).toEqual(events.map(({ eventId }) => eventId));
    expect(delivered().every(({ message }, number) => message === events[number]?.message)).toBe(true);
    expect(Math.max(...sizes)).toBeLessThan(1.5 * 1024 * 1024);
    const inflated = envelopes.map(({ logEvents }) => JSON.stringify(logEvents).length);
    expect(Math.max(...inflated)).toBeLessThan(5 * 1024 * 1024);
    expect(envelopes.length).toBeLessThan(25);
  });

  it('is nothing in a dry run, which counts, and sees whether it might', async () => {
    aws.account = having(numbered(250));
    const { code, stderr } = await run([...command(), '--dry-run']);
    expect({ code, envelopes }).toEqual({ code: 0, envelopes: [] });
    expect(stderr).toContain('250 events');
    expect(stderr).toContain('1 delivery would go to harrier-production-cloudwatch');
    aws.refused = new Set(['Invoke']);
    expect(await run([...command(), '--dry-run'])).toMatchObject({ code: 1 });
  });

  it('is of the time that was said as so long ago', async () => {
    const ago = (minutes: number) => Date.now() - start - minutes * 60_000;
    aws.account = having([90, 50, 40, 10].map((minutes) => logEvent(ago(minutes))));
    const { code, stderr } = await run(command({ from: '1h', to: '30m' }));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^2 events of cluster blue/);
  });
});

describe('a delivery that fails', () => {
  const failure: Invoked = { error: { errorType: 'PublishError', errorMessage: 'SNS refused' } };

  it('is tried again', async () => {
    aws.account = having(numbered(3));
    let tries = 0;
    answer = () => (++tries < 3 ? failure : { answer: null });
    expect(await run()).toMatchObject({ code: 0, stderr: expect.not.stringContaining('PublishError') });
    expect({ tries, waits }).toEqual({ tries: 3, waits: [1000, 2000] });
  });

  it('does not keep others back, and is told, with where to go on', async () => {
    const big = 'x'.repeat(3 * 1024 * 1024);
    aws.account = having(numbered(3, () => ({ message: big })));
    answer = ({ logEvents }) => (logEvents[0]?.id === 'id-1' ? failure : { answer: null });
    const { code, stderr } = await run(command({ region: 'eu-west-1' }));
    expect(code).toBe(1);
    expect(new Set(delivered().map(({ id }) => id))).toEqual(new Set(['id-0', 'id-1', 'id-2']));
    expect(delivered()).toHaveLength(2 + 4);
    await expect(stderr).toMatchFileSnapshot('golden/resend-failed.txt');

    envelopes = [];
    answer = () => ({ answer: null });
    const again = /^ {2}harrier (resend .*)$/m.exec(stderr)?.[1]?.replaceAll("'", '').split(' ') ?? [];
    expect(await run(again)).toMatchObject({ code: 0 });
    expect(delivered().map(({ id }) => id)).toEqual(['id-1']);
  });

  it('three times in a row ends it, and what was not tried is part of what is left', async () => {
    const big = 'x'.repeat(3 * 1024 * 1024);
    aws.account = having(numbered(6, () => ({ message: big })));
    answer = ({ logEvents }) => (logEvents[0]?.id === 'id-0' ? { answer: null } : failure);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(new Set(delivered().map(({ id }) => id))).toEqual(new Set(['id-0', 'id-1', 'id-2', 'id-3']));
    expect(stderr).toContain('3 deliveries in a row failed; no other was tried\n');
    expect(stderr).toContain('--from 2026-03-01T10:00:00.001Z --to 2026-03-01T11:00:00.000Z');
  });

  it('because Lambda refuses is not tried again, nor is any other', async () => {
    aws.account = having(numbered(3, (number) => ({ logStreamName: stream(String(number)) })));
    answer = () => {
      aws.refused = new Set(['Invoke']);
      return { answer: null };
    };
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(envelopes).toHaveLength(1);
    expect(stderr).toContain('the permission lambda:InvokeFunction is missing');
    expect(stderr).toContain('--from 2026-03-01T10:00:00.000Z --to 2026-03-01T11:00:00.000Z');
  });

  it('because the function is another one is told at once', async () => {
    aws.account = having(numbered(3));
    answer = () => ({ answer: { statusCode: 200 } });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(envelopes).toHaveLength(1);
    expect(stderr).toContain(
      'it answered {"statusCode":200}; Harrier\'s function for CloudWatch Logs answers nothing',
    );
  });

  it('to be read, after others were delivered, tells where to go on', async () => {
    aws.account = having(numbered(150, () => ({ message: 'x'.repeat(50_000) })));
    answer = () => {
      aws.refused = new Set(['FilterLogEvents']);
      return { answer: null };
    };
    const { code, stderr } = await run();
    expect(code).toBe(1);
    const last = new Date(delivered().at(-1)?.timestamp ?? 0).toISOString();
    expect(stderr).toContain('the permission logs:FilterLogEvents is missing');
    expect(stderr).toContain(`--from ${last} --to`);
  });
});

describe('what keeps it from beginning', () => {
  it('is told, with what to do about it', async () => {
    aws.account = having(numbered(3));
    const without = (...names: readonly string[]) => {
      const kept = Object.entries(env()).filter(([name]) => !names.includes(name));
      return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true', HOME: cwd };
    };
    const shown = {
      'no such log group': await shownBy(command({ cluster: 'green' })),
      'no such function': await shownBy(command({ function: 'harrier-staging-cloudwatch' })),
      'nothing in this time': await shownBy(command({ from: '2026-02-28', to: '2026-03-01' })),
      'no credentials': await shownBy(command(), without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')),
      'no region': await shownBy(command(), without('AWS_REGION')),
    };
    const refused: Record<string, string> = {};
    for (const operation of ['GetCallerIdentity', 'Invoke', 'FilterLogEvents']) {
      aws.refused = new Set([operation]);
      refused[`${operation} is refused`] = await shownBy(command());
    }
    expect(envelopes).toEqual([]);
    const all = Object.entries({ ...shown, ...refused }).map(([name, text]) => `# ${name}\n${text}`);
    await expect(all.join('\n')).toMatchFileSnapshot('golden/resend-errors.txt');
  });

  it('and that AWS cannot be reached as well', async () => {
    const gone = await startAws();
    await gone.stop();
    expect(await shownBy(command(), { ...env(), AWS_ENDPOINT_URL: gone.endpoint })).toMatch(
      /\nharrier resend: AWS cannot be reached \(.*ECONNREFUSED.*\)[^\n]*\n\[exit code 1\]/,
    );
  });
});

it('says that it cannot know of alerts from long ago', async () => {
  aws.account = having([logEvent(0)]);
  const { stderr } = await harrier(command({ from: '2024-01-01', to: 'now' }), { cwd, env: env() });
  expect(stderr).toMatch(
    /^Which alerts are out is known for 15 days\. .* go out again, with the same ids\.\n/,
  );
});
