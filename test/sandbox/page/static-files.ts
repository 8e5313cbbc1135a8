import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const folder = new URL('public/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const importMap =
  /<script type="importmap">([^]*?)<\/script>/.exec(
    readFileSync(new URL('index.html', folder), 'utf8'),
  )?.[1] ?? '{}';

/** The one script that stands in the page itself, as the content security policy names it. */
export const importMapHash = `'sha256-${createHash('sha256').update(importMap).digest('base64')}'`;

/** What the page imports by name comes from the installed packages, by the path of the import map. */
const packages = new Map(
  Object.entries((JSON.parse(importMap) as { imports: Record<string, string> }).imports).map(
    ([name, path]) => [path, new URL(import.meta.resolve(name))],
  ),
);

// Letters, digits and hyphens, at most two folders: nothing that could lead out of public/.
const ownFile = /^\/(?:[a-z]+\/){0,2}[a-z0-9-]+\.[a-z]+$/;

export type StaticFile = { readonly type: string; readonly body: Buffer };

/** A file of the page, read again each time so that a change shows on reload. */
export const readStatic = async (path: string): Promise<StaticFile | undefined> => {
  const wanted = path === '/' ? '/index.html' : path;
  const type = types[wanted.split('.').at(-1) ?? ''];
  const own = ownFile.test(wanted) ? new URL(wanted.slice(1), folder) : undefined;
  const file = packages.get(wanted) ?? own;
  if (type === undefined || file === undefined) return undefined;
  try {
    return { type, body: await readFile(file) };
  } catch {
    return undefined;
  }
};
