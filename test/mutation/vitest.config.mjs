import { defineConfig } from 'vitest/config';
import { room } from './rooms.mjs';

/** Stryker ends a mutant that loops, by what its tests took before. */
const patience = { testTimeout: 600_000, hookTimeout: 600_000 };

export default defineConfig({
  test: { include: room.tests, setupFiles: ['test/mutation/setup.ts'], ...patience },
});
