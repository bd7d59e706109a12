// Writes a `.gz` beside every text file of the build, so that the server compresses nothing.
// gzip and not Brotli: browsers take Brotli only over https, and many call centres run plain http.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

const COMPRESSIBLE = /\.(js|css|svg|json)$/;
const WORTH_IT_BYTES = 1024;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

export function gzippedBeside(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'gzipped-beside',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle() {
      const folder = join(config.root, config.build.outDir);
      for (const path of filesBelow(folder).filter((name) => COMPRESSIBLE.test(name))) {
        const text = readFileSync(path);
        if (text.length >= WORTH_IT_BYTES) writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  };
}
