import { defineConfig } from 'vitest/config';

/** Start processes, play thousands of schedules, deliver megabytes, or build everything: minutes, where others take seconds. */
const slow = ['bench', 'cli', 'contract', 'deployed', 'infra', 'packs', 'padding', 'runtime', 'simulation'];

/** No test is judged by the time it takes: these end one that hangs. */
const patience = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: slow.map((folder) => `test/${folder}/**`),
          ...patience,
        },
      },
      { test: { name: 'slow', include: slow.map((folder) => `test/${folder}/**/*.test.ts`), ...patience } },
    ],
  },
});
