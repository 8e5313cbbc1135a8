import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { sha256 } from '#src/basics/sha256.ts';
import { type ConfigFile, configFileSchema, redisSettings, sourceSettings } from './file-schema.ts';
import type { Settings } from './environment.ts';
import { pathText, problemTexts } from './problem-text.ts';

/** `relaydesk.yml` as it was read, or why it could not be. `digest` is of its text, or of the reason. */
export type YamlFile = { readonly digest: string } & (
  | { readonly ok: true; readonly path: string; readonly content: unknown }
  | { readonly ok: false; readonly problem: string }
);

/**
 * Reads by the name of the file each time, so that a link or a file that took its place is followed. A text that is
 * the one of `known` is not parsed again.
 */
export function readYaml(path: string, known?: YamlFile): YamlFile {
  let digest: string | undefined;
  try {
    const text = readFileSync(path, 'utf8');
    digest = sha256(text);
    if (digest === known?.digest) return known;
    return { ok: true, path, content: parseYaml(text), digest };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const problem = `${path}: cannot be read (${why}); start from relaydesk.example.yml`;
    return { ok: false, problem, digest: digest ?? sha256(problem) };
  }
}

const NOTHING: ConfigFile = {
  projects: [],
  redis: redisSettings.parse({}),
  sources: sourceSettings.parse({}),
  retention: 0,
};

/** A text in the file that stands for a variable of the environment. If the variable is not set, the text stays. */
export const REFERENCE = /^\$[A-Z][A-Z0-9_]*$/;

/** How Compose files and shells write it; here it would be sent as it stands. */
const BRACED = /^\$\{([A-Za-z_]\w*)\}$/;

/** Replaces `$NAME` by values and checks the file; `NOTHING` if something is wrong. */
export function checkYaml(file: YamlFile, settings: Settings, problems: string[]): ConfigFile {
  if (!file.ok) {
    problems.push(file.problem);
    return NOTHING;
  }
  const { path, content } = file;
  const filled = (value: unknown, at: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string' && REFERENCE.test(value)) {
      const found = settings.get(value.slice(1));
      if (!found) problems.push(`${path}: ${pathText(at)}: ${value} is not set in the environment`);
      // The problem is reported here; an empty text would be reported again later.
      return found || value;
    }
    const [, braced] = (typeof value === 'string' && BRACED.exec(value)) || [];
    if (braced !== undefined) {
      const meant = `$${braced.toUpperCase()}`;
      const why = `${String(value)} reads nothing from the environment; write ${meant}, in capitals and without braces`;
      problems.push(`${path}: ${pathText(at)}: ${why}`);
      return meant;
    }
    if (Array.isArray(value)) return value.map((item, index) => filled(item, [...at, index]));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, filled(inner, [...at, key])]),
    );
  };
  const parsed = configFileSchema.safeParse(filled(content, []));
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.flatMap(problemTexts).map((text) => `${path}: ${text}`));
  return NOTHING;
}
