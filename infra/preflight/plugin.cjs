// Serverless loads plugins as CommonJS. Of all commands only `deploy` needs an account, and AWS's clients.
module.exports = class Preflight {
  constructor(serverless) {
    this.hooks = { 'before:deploy:deploy': () => require('./hook.ts').beforeDeploying(serverless) };
  }
};
