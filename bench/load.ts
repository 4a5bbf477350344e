/**
 * `npm run bench:load`: a day of a quiet cluster through the packaged function of CloudWatch Logs, as Lambda calls it,
 * with DynamoDB and SNS beside it, and the packaged notifier behind. Among the events are planted attacks, each by
 * another; each must be alerted once, and told of in an e-mail. Fails if one is lost or alerted twice, if people are told
 * later than half a minute after the delivery at the median, and if memory grows.
 */

import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openAccount } from '../test/deployed/account.ts';
import type { Answer } from '../test/deployed/lambda.ts';
import { bindingEvent, envelope, subscription } from '../test/functions/events.ts';
import { makeCorpus } from './corpus.ts';

const { values } = parseArgs({
  options: { events: { type: 'string', default: '200000' }, delivery: { type: 'string', default: '200' } },
});
const events = Number(values.events);
const perDelivery = Number(values.delivery);
/** One attack in so many deliveries. */
const attackEvery = 10;

/** Seconds that are waited for e-mails at the end. */
const longestWait = 120;
/** From a delivery to the e-mail, seconds, at the median. */
const lagBudget = 30;

/** What is kept in memory is looked at after so many deliveries. */
const collectEvery = 20;

/** us-east-1, arm64, on demand, USD. */
const prices = {
  gigabyteSecond: 0.0000133334,
  invocation: 0.2e-6,
  readUnit: 0.125e-6,
  writeUnit: 0.625e-6,
  publish: 0.5e-6,
  gigabyteOfLog: 0.5,
};
/** Of alerts; what people are told comes to few messages. */
const topics = 1;
const gigabytes = 1;
/** What 1024 MB have of a CPU: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const cpus = 1024 / 1769;

const account = await openAccount();
const takeAll = await account.subscribe('all');
const takeEmails = await account.read('EmailTopic', 'people');
const planted = new Set<string>();
/** When the delivery of an attack began, by its audit id; and when there was an e-mail of it. Milliseconds. */
const delivered = new Map<string, number>();
const told = new Map<string, number>();
/** The audit id of what an alert is of, by the alert's id. */
const attackOf = new Map<string, string>();
let emails = 0;
const alerted = new Map<string, number>();
const answers: Answer[] = [];
const sums: Record<string, number> = {};
let logBytes = 0;

try {
  for (const delivery of deliveries()) {
    const collect = answers.length % collectEvery === 0;
    for (const id of planted) if (!delivered.has(id)) delivered.set(id, performance.now());
    const result = await account.deliverLogs(delivery, { collect });
    if ('error' in result) throw new Error(`a delivery failed: ${result.error.errorMessage}`);
    answers.push(result);
    const lines = account.cloudwatch.lines();
    addMetrics(lines);
    logBytes += lines.reduce((bytes, line) => bytes + JSON.stringify(line).length + 1, 0);
    for (const { event, harrier } of await takeAll()) {
      for (const id of harrier.event_ids) {
        const [auditId = ''] = id.split('/');
        if (!planted.has(auditId)) continue;
        alerted.set(auditId, (alerted.get(auditId) ?? 0) + 1);
        attackOf.set(event.id, auditId);
      }
    }
    await tell();
  }
  // What is not due yet is told when it is; Lambda's clock rings every minute.
  for (let wait = 0; wait < longestWait && told.size < planted.size; wait++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await account.notify.invoke({});
    await tell();
  }
} finally {
  await account.close();
}
report();

function* deliveries() {
  let count = 0;
  for (const object of makeCorpus(events).objects) {
    const lines = gunzipSync(object).toString().trimEnd().split('\n');
    for (let from = 0; from < lines.length; from += perDelivery) {
      const messages = lines.slice(from, from + perDelivery);
      if (count++ % attackEvery === 0) messages[messages.length >> 1] = attack();
      yield subscription(envelope(messages));
    }
  }
}

/** Each by somebody else and on something else, so that each is an incident of its own. */
function attack(): string {
  const number = planted.size;
  const event = bindingEvent();
  planted.add(String(event.auditID));
  return JSON.stringify(event).replaceAll('mallory', `mallory-${number}`).replaceAll('pwn', `pwn-${number}`);
}

/** What the notifier has been given is told, and read. */
async function tell(): Promise<void> {
  const { failed } = await account.poll('AlertQueue');
  if (failed > 0) throw new Error('the notifier gave alerts back');
  const now = performance.now();
  for (const text of await takeEmails()) {
    emails++;
    for (const id of text.match(/\b[0-9a-f]{32}\b/g) ?? []) {
      const attack = attackOf.get(id);
      if (attack !== undefined && !told.has(attack)) told.set(attack, now);
    }
  }
}

function addMetrics(lines: readonly Record<string, unknown>[]): void {
  for (const line of lines) {
    if (!('_aws' in line) || ['cluster', 'severity', 'rule'].some((name) => name in line)) continue;
    for (const [name, value] of Object.entries(line)) {
      if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value;
    }
  }
}

function report(): void {
  const million = 1e6 / (sums.Events ?? 1);
  const cpuSeconds = answers.reduce((sum, { cpu }) => sum + cpu.user + cpu.system, 0) / 1e6;
  const took = answers.map((answer) => answer.took).toSorted((a, b) => a - b);
  const peak = Math.max(...answers.map(({ memory }) => memory.rss / 1e6));
  const kept = answers
    .filter((_, index) => index % collectEvery === 0)
    .map(({ memory }) => (memory.heapUsed + memory.external) / 1e6);
  const quarter = Math.ceil(kept.length / 4);
  const early = Math.max(...kept.slice(quarter, 2 * quarter));
  const late = Math.max(...kept.slice(-quarter));
  const gigabyteSeconds = (cpuSeconds / cpus) * gigabytes * million;
  const costs = {
    'Lambda, duration': [`${gigabyteSeconds.toFixed(1)} GB-s`, gigabyteSeconds * prices.gigabyteSecond],
    'Lambda, invocations': [
      `${(answers.length * million).toFixed(0)}`,
      answers.length * million * prices.invocation,
    ],
    'DynamoDB, reads': [
      `${((sums.StateReadUnits ?? 0) * million).toFixed(0)} units`,
      (sums.StateReadUnits ?? 0) * million * prices.readUnit,
    ],
    'DynamoDB, writes': [
      `${((sums.StateWriteUnits ?? 0) * million).toFixed(0)} units`,
      (sums.StateWriteUnits ?? 0) * million * prices.writeUnit,
    ],
    'SNS, alerts': [
      `${((sums.Alerts ?? 0) * topics * million).toFixed(0)}`,
      (sums.Alerts ?? 0) * topics * million * prices.publish,
    ],
    'CloudWatch, own log': [
      `${((logBytes * million) / 1e6).toFixed(0)} MB`,
      ((logBytes * million) / 1e9) * prices.gigabyteOfLog,
    ],
  } as const;
  console.log(
    `${sums.Events} events in ${answers.length} deliveries, ${sums.Matches} matches, ${sums.Alerts} alerts`,
  );
  console.log(
    `${planted.size} planted attacks, ${alerted.size} alerted, ${[...alerted.values()].filter((n) => n > 1).length} more than once`,
  );
  console.log(
    `CPU ${cpuSeconds.toFixed(1)} s; an invocation took ${took[took.length >> 1]} ms (median), ${took.at(-1)} ms (slowest)`,
  );
  console.log(
    `memory: ${peak.toFixed(0)} MB at most; kept after a collection ${early.toFixed(1)} MB in the second quarter, ${late.toFixed(1)} MB in the last`,
  );
  const lags = [...told].map(([id, at]) => (at - (delivered.get(id) ?? at)) / 1000).toSorted((a, b) => a - b);
  const lag = lags[lags.length >> 1] ?? Number.POSITIVE_INFINITY;
  console.log(
    `${told.size} attacks told of in ${emails} e-mails, ${lag.toFixed(1)} s (median) and ${lags.at(-1)?.toFixed(1)} s (slowest) after their deliveries began`,
  );
  console.log(`state: ${sums.StateReads} read and ${sums.StateWrites} write requests`);
  console.log('\n| per million events | amount | USD |\n| --- | ---: | ---: |');
  let total = 0;
  for (const [name, [amount, cost]] of Object.entries(costs)) {
    console.log(`| ${name} | ${amount} | ${cost.toFixed(4)} |`);
    total += cost;
  }
  console.log(`| all | | ${total.toFixed(4)} |`);
  const lost = [...planted].filter((id) => alerted.get(id) !== 1);
  if (lost.length > 0)
    fail(`${lost.length} planted attacks were not alerted exactly once, ${lost[0]} among them`);
  if (told.size < planted.size)
    fail(`${planted.size - told.size} planted attacks were told of in no e-mail within ${longestWait} s`);
  if (lag > lagBudget)
    fail(`people were told ${lag.toFixed(1)} s after a delivery at the median; the budget is ${lagBudget} s`);
  if (late > 1.1 * early) fail(`memory grew from ${early.toFixed(1)} MB to ${late.toFixed(1)} MB`);
}

function fail(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
