import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Source {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The files that a pattern names, in order. */
export function sources(...patterns: readonly string[]): Source[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** A file of ours that another one imports, or a package. */
export type Import =
  | { readonly from: string; readonly file: string }
  | { readonly from: string; readonly packageName: string };

const ALIASES = { '#src/': 'src/', '#commands/': 'commands/', '#sandbox/': 'test/sandbox/' };

const SPECIFIERS = [
  /^(?:import|export|\})[^'"\n]*\bfrom\s+['"]([^'"\n]+)['"]/gm,
  /\bimport\s*\(\s*['"]([^'"\n]+)['"]/g,
  /^\s*import\s+['"]([^'"\n]+)['"]/gm,
];

/** Everything that a file imports, for its types or for its values. */
export function importsOf({ path, text }: Source): Import[] {
  return SPECIFIERS.flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([, specifier = '']) => specifier)
    .map((specifier) => {
      const alias = Object.entries(ALIASES).find(([prefix]) => specifier.startsWith(prefix));
      if (alias) return { from: path, file: specifier.replace(alias[0], alias[1]) };
      if (!specifier.startsWith('.')) return { from: path, packageName: specifier };
      return { from: path, file: normalize(relative('.', join(dirname(path), specifier))) };
    });
}

/** The code of a file, without its comments. */
export function codeOf({ text }: Source): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
