// Figures, not tests: `npm run measure`; `make bench` calls it with the release program.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['browser/measures/**/*.measure.ts'],
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    reporters: ['default'],
  },
});
