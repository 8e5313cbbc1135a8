import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Values by the name of their variable. */
export interface Settings {
  /** From the environment, else from the file that `NAME_FILE` names. Undefined: neither is set. */
  readonly get: (name: string) => string | undefined;
}

/** What was asked for at one time. Each file is read once. */
export interface Reading extends Settings {
  /** One line for each file that cannot be used. */
  readonly problems: () => readonly string[];
  /** Those of them whose previous value cannot be used instead, since there is none. */
  readonly missing: () => readonly string[];
  /** Reads all of these files again; whether they say the same. */
  readonly isStill: () => boolean;
}

interface Read {
  readonly path?: string | undefined;
  readonly value: string | undefined;
  /** Why the file cannot be used, in one line. */
  readonly problem?: string | undefined;
}

/**
 * Every secret may come from a file. A file is read by name each time, so that a mount that is swapped (as Kubernetes
 * does with links) is noticed. While it cannot be used, its previous value stays in use. Files of other variables are
 * never touched.
 */
export function createSettings(environment: Environment): () => Reading {
  const held = new Map<string, string>();

  function read(name: string): Read {
    const path = fileOf(name, environment);
    if (!path) return { value: environment[name] };
    const value = contentOf(path);
    if (value) {
      held.set(name, value);
      return { path, value };
    }
    const what = value === undefined ? 'cannot read' : 'nothing is in';
    return { path, value: held.get(name), problem: `${name}_FILE: ${what} ${path}` };
  }

  return () => {
    const asked = new Map<string, Read>();
    return {
      get(name) {
        const found = asked.get(name) ?? read(name);
        asked.set(name, found);
        return found.value;
      },
      problems: () => problemsIn([...asked.values()]),
      missing: () => problemsIn([...asked.values()].filter(({ value }) => value === undefined)),
      isStill: () =>
        [...asked].every(([name, was]) => !was.path || isDeepStrictEqual(read(name), was)),
    };
  };
}

function problemsIn(reads: readonly Read[]): string[] {
  return reads.flatMap(({ problem }) => problem ?? []);
}

/** A variable takes precedence over its file. An empty variable, as Compose files set them, counts as not set. */
function fileOf(name: string, environment: Environment): string | undefined {
  return environment[name] ? undefined : environment[`${name}_FILE`];
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
