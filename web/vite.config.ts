import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { gzippedBeside } from './scripts/gzipped-beside.ts';

// Where `npm run dev` finds the server: `make dev` listens here.
const server = process.env.EARMARK_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), gzippedBeside()],
  server: { proxy: { '/api': server } },
  build: {
    target: 'es2022',
    // The security policy allows no script in the page itself, so no asset is written into one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
  },
  test: {
    // Rules need no browser; a test that does says so at its head (`@vitest-environment jsdom`).
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
  },
});
