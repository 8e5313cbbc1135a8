import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

/** The licence files of a package lie beside its package.json, under any of these names. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.(md|txt|markdown))?$/i;

function bundledPackage(folder: string) {
  const manifest: { readonly name: string; readonly version: string; readonly license: string } =
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  const texts = files.toSorted().map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return { ...manifest, text: texts.join('\n\n') };
}

/** `…/node_modules/@slack/bolt/dist/a.js` → `…/node_modules/@slack/bolt`; undefined for our own. */
function folderOf(moduleId: string): string | undefined {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId.replaceAll('\\', '/'))?.[1];
}

/** What is copied into `dist/` from other people's packages, with what their licences ask to go along. */
const withLicences: Plugin = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const ids = Object.values(bundle).flatMap((each) =>
      each.type === 'chunk' ? each.moduleIds : [],
    );
    const folders = new Set(ids.flatMap((id) => folderOf(id) ?? []));
    const packages = Array.from(folders, bundledPackage).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    const silent = packages.filter(({ text }) => text === '').map(({ name }) => name);
    if (silent.length > 0) this.error(`no licence file is beside ${silent.join(', ')}`);
    const parts = packages.map(
      ({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`,
    );
    const source = [INTRODUCTION, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source });
  },
};

const INTRODUCTION = `relaydesk is licensed under the MIT licence:

${readFileSync('LICENSE', 'utf8').trim()}

These files also hold the packages below, each under a licence of its own.
`;

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
  plugins: [withLua, withParser, withLicences],
  output: { dir: 'dist', cleanDir: true, chunkFileNames: '[name].js' },
  checks: { bundlerTimings: false },
});
