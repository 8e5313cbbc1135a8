import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** The scripts that Redis runs are read from beside the code, as they are in `src/redis/`. */
const withLua: Plugin = {
  name: 'lua',
  generateBundle() {
    for (const path of globSync('src/redis/lua/*.lua')) {
      const fileName = path.replaceAll('\\', '/').replace('src/redis/', '');
      this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
    }
  },
};

/** The parser of media files, which is loaded by the worker beside it. */
const withParser: Plugin = {
  name: 'parser',
  generateBundle() {
    const fileName = 'MediaInfoModule.wasm';
    const source = readFileSync(`node_modules/mediainfo.js/dist/${fileName}`);
    this.emitFile({ type: 'asset', fileName, source });
  },
};

// What runs is one file for each program, with its packages in it: Node takes twice as long to find
// and load a thousand modules one by one. Names stay as they are, so that a stack can be read.
export default defineConfig({
  input: {
    main: 'src/main.ts',
    audit: 'src/tools/audit.ts',
    doctor: 'src/doctor/main.ts',
    probe: 'src/probe/main.ts',
    'media-worker': 'src/sources/media-worker.ts',
  },
  platform: 'node',
  // Bundlers are offered what is for browsers.
  resolve: { alias: { 'mediainfo.js': resolve('node_modules/mediainfo.js/dist/esm/index.js') } },
  plugins: [withLua, withParser],
  output: { dir: 'dist', cleanDir: true, chunkFileNames: '[name].js' },
  checks: { bundlerTimings: false },
});
