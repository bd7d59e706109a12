// Tests in a real browser against a real server: `npm run browser`. `make test` builds both first.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['browser/*.test.ts'],
    // One browser and one server at a time: the machine has few cores, and transcribing needs them.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: ['verbose'],
  },
});
