// Tests in a real browser against a real server: `npm run browser`. `make test` builds both first.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['browser/*.test.ts'],
    // Each file has a server and a browser of its own. Two at a time: one waits half of its time, and the
    // machine has few cores.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A machine that is busy with something else may be late once; the report says so beside the test.
    retry: 1,
    reporters: ['verbose'],
  },
});
