import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './sources.ts';

/** What may be copied into a file of ours, as long as its text goes along. */
const FREE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];

const text = readFileSync(join(root, 'dist/LICENSES.txt'), 'utf8');
const [ours = '', ...parts] = text.split(`\n${'-'.repeat(80)}\n\n`);
const licences = parts.map((part) => {
  const [, name = '', version = '', licence = ''] = /^(\S+) (\S+) \((.+)\)\n/.exec(part) ?? [];
  return { name, version, licence, text: part.slice(part.indexOf('\n')).trim() };
});

/** Packages whose code is in `dist/`, by the comments in which the bundler says where each module came from. */
const bundled = new Set(
  globSync('dist/*.js', { cwd: root })
    .flatMap((path) => [
      ...readFileSync(join(root, path), 'utf8').matchAll(
        /^\s*\/\/ \S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm,
      ),
    ])
    .map(([, name = '']) => name),
);

describe('dist/LICENSES.txt', () => {
  test('begins with the licence of relaydesk', () => {
    expect(ours).toContain(readFileSync(join(root, 'LICENSE'), 'utf8').trim());
  });

  test('has the text of every package that is in dist/, and of no other', () => {
    expect(bundled.size).toBeGreaterThan(80);
    expect(bundled).toContain('@slack/bolt');
    expect(new Set(licences.map(({ name }) => name))).toEqual(bundled);
    expect(licences.filter((each) => each.text.length < 200)).toEqual([]);
    expect(existsSync(join(root, 'dist/MediaInfoModule.wasm'))).toBe(true);
    expect(licences.map(({ name }) => name)).toContain('mediainfo.js');
  });

  test('knows no licence that asks for more than to be named', () => {
    expect(licences.filter(({ licence }) => !FREE.includes(licence))).toEqual([]);
  });

  test('goes along in the image, with dist/', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

    expect(dockerfile).toMatch(/^COPY --from=build \/app\/dist \.\/dist$/m);
    expect(dockerfile).toContain('org.opencontainers.image.licenses="MIT"');
  });
});
