import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Values by the name of their variable. */
export interface Settings {
  /** From the environment, else from the file that `NAME_FILE` names. Undefined: neither is set. */
  readonly get: (name: string) => string | undefined;
  /** Reads every file in use again; returns whether a value has changed. */
  readonly refresh: () => boolean;
  /** One line for each file that cannot be used at present. Its previous value stays in use. */
  readonly problems: () => readonly string[];
}

/**
 * Every secret may come from a file. A file is read by name each time, so that a mount that is swapped (as Kubernetes
 * does with links) is noticed. Files of other variables are never touched.
 */
export function createSettings(environment: Environment): Settings {
  const held = new Map<string, string>();
  const broken = new Map<string, string>();

  function read(name: string, path: string): string | undefined {
    const value = contentOf(path);
    if (value) {
      held.set(name, value);
      broken.delete(name);
    } else {
      const what = value === undefined ? 'cannot read' : 'nothing is in';
      broken.set(name, `${name}_FILE: ${what} ${path}`);
    }
    return held.get(name);
  }

  return {
    get(name) {
      const path = fileOf(name, environment);
      return path ? read(name, path) : environment[name];
    },
    refresh() {
      const before = [...held];
      for (const [name] of before) read(name, fileOf(name, environment) ?? '');
      return before.some(([name, value]) => held.get(name) !== value);
    },
    problems: () => [...broken.values()],
  };
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
