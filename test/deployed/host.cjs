// A process that runs a function as Lambda does: the handler is required by its path, and called by message.
const [, , path, name] = process.argv;
const started = performance.now();
const handler = require(path)[name];
process.send({ ready: performance.now() - started });

process.on('message', async ({ event, timeout, haste }) => {
  const began = Date.now();
  const context = {
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    getRemainingTimeInMillis: () => timeout - (Date.now() - began) * haste,
  };
  try {
    const before = process.cpuUsage();
    const answer = (await handler(event, context)) ?? null;
    process.send({
      answer,
      memory: process.memoryUsage(),
      cpu: process.cpuUsage(before),
      took: Date.now() - began,
    });
  } catch (error) {
    process.send({ error: { errorType: error.name, errorMessage: error.message } });
  }
});
