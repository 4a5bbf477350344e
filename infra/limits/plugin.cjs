// Serverless loads plugins as CommonJS.
module.exports = class Limits {
  constructor(serverless) {
    this.hooks = { 'after:package:finalize': () => require('./hook.ts').afterPackaging(serverless) };
  }
};
