/**
 * Mutation testing: Stryker changes the code in one place at a time and runs the tests that reach it. A change that
 * no test notices, a survivor, is a rule of behaviour that nothing holds.
 */
import { globSync, readFileSync } from 'node:fs';
import { room, roomName } from './rooms.mjs';

/** To be read as a sample: the code of one line in so many, in each file from another line on. */
const every = Number(process.env.HARRIER_EVERY ?? 1);
/** Shifts the sample to other lines. */
const offset = Number(process.env.HARRIER_OFFSET ?? 0);

function linesOf(file, index) {
  const { length } = readFileSync(file, 'utf8').split('\n');
  const chosen = [];
  for (let line = 1 + ((index + offset) % every); line <= length; line += every)
    chosen.push(`${file}:${line}-${line}`);
  return chosen;
}

export default {
  mutate: every === 1 ? room.mutate : globSync(room.mutate).sort().flatMap(linesOf),
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.mjs' },
  coverageAnalysis: 'perTest',
  // What runs when a module is loaded is reached by every test: each such mutant would run them all.
  ignoreStatic: true,
  // Stryker would rewrite tsconfig.json by TypeScript's former API; the sources run as they are.
  tsconfigFile: 'none',
  tempDirName: `build/mutation/sandbox-${roomName}`,
  cleanTempDir: 'always',
  ignorePatterns: ['/build/mutation', '/.serverless'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `build/mutation/${roomName}.json` },
};
