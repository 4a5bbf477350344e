import { defineConfig } from 'vitest/config';

/**
 * What takes minutes, where all others together take less than one: tests that start processes, play thousands of
 * schedules, deliver megabytes or build everything, and single files beside fast ones, by their name.
 */
const slow = [
  ...[
    'bench',
    'browser',
    'cli',
    'contract',
    'deployed',
    'elasticsearch',
    'infra',
    'packs',
    'padding',
    'runtime',
    'simulation',
  ].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/**/*.slow.test.ts',
];

/** No test is judged by the time it takes, and none has a limit of its own: this ends one that hangs. */
const patience = { testTimeout: 1_800_000, hookTimeout: 1_800_000 };

const common = { ...patience, globalSetup: ['test/temporary.ts'] };

export default defineConfig({
  test: {
    // One less is the default, which is one where there are two cores; the process that gathers results needs little.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: slow,
          // Most of a fast file's time was the import of what the file before it had imported already.
          pool: 'threads',
          isolate: false,
          ...common,
        },
      },
      { test: { name: 'slow', include: slow, ...common } },
    ],
  },
});
