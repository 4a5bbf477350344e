/**
 * Mutation testing: Stryker changes the code in one place at a time and runs the tests that reach it. A change that
 * no test notices, a survivor, is a rule of behaviour that nothing holds.
 */
import { room } from './rooms.mjs';

const name = process.env.HARRIER_ROOM ?? 'publish';

export default {
  mutate: room.mutate,
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.mjs' },
  coverageAnalysis: 'perTest',
  // What runs when a module is loaded is reached by every test: each such mutant would run them all.
  ignoreStatic: true,
  // Stryker would rewrite tsconfig.json by TypeScript's former API; the sources run as they are.
  tsconfigFile: 'none',
  tempDirName: `build/mutation/sandbox-${name}`,
  cleanTempDir: 'always',
  ignorePatterns: ['/build/mutation', '/.serverless'],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `build/mutation/${name}.json` },
};
