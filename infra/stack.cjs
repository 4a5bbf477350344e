// Serverless reads it as a variable file, which can only be CommonJS.
const { stackFrom } = require('./stack.ts');

module.exports = (variables) => stackFrom(variables);
