import { readFile } from 'node:fs/promises';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

export type StaticFile = { readonly type: string; readonly body: Buffer };

/** A file of `public/`, read anew each time so that a change shows on reload. */
export const readStatic = async (path: string): Promise<StaticFile | undefined> => {
  const wanted = path === '/' ? 'index.html' : path.slice(1);
  // Letters, digits and hyphens, at most one folder: nothing that could lead out of public/.
  const [, extension = ''] = /^(?:[a-z]+\/)?[a-z0-9-]+\.([a-z]+)$/.exec(wanted) ?? [];
  const type = types[extension];
  if (type === undefined) return undefined;
  try {
    return { type, body: await readFile(new URL(`public/${wanted}`, import.meta.url)) };
  } catch {
    return undefined;
  }
};
