// A process that runs a function as Lambda does: the handler is required by its path, and called by message.
const { existsSync, readFileSync } = require('node:fs');
const timers = require('node:timers/promises');

// The function's own clock, for waits and how long they take: it may run faster than ours.
const clock = { speed: 1, since: performance.now(), at: performance.now() };
const { now } = performance;
performance.now = () => clock.at + (now.call(performance) - clock.since) * clock.speed;
const { setTimeout: wait } = timers;
timers.setTimeout = (milliseconds, ...rest) => wait(milliseconds / clock.speed, ...rest);

function run(speed) {
  Object.assign(clock, { at: performance.now(), since: now.call(performance), speed });
}

const [, , path, name] = process.argv;
const started = performance.now();
const handler = require(path)[name];
process.send({ ready: performance.now() - started });

const { now: time } = Date;

process.on('message', async ({ event, timeout, haste, looks, ahead, collect }) => {
  // What time it is, at the beginning and then as fast as ours: it may be another day.
  Date.now = () => time() + ahead;
  const began = Date.now();
  run(haste);
  let looked = 0;
  const context = {
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    getRemainingTimeInMillis() {
      looked++;
      if (looks !== undefined) return looked > looks ? 0 : timeout;
      return timeout - (Date.now() - began) * haste;
    },
  };
  const before = process.cpuUsage();
  try {
    const answer = (await handler(event, context)) ?? null;
    const cpu = process.cpuUsage(before);
    const took = Date.now() - began;
    if (collect) globalThis.gc();
    const peak = peakMemory();
    process.send({ answer, memory: process.memoryUsage(), peak, cpu, took });
  } catch (error) {
    process.send({ error: { errorType: error.name, errorMessage: error.message } });
  }
});

/** Of the process so far, bytes. `maxRSS` would begin with what the parent had. */
function peakMemory() {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS * 1024;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
}
