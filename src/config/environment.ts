import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Values by the name of their variable. */
export interface Settings {
  /** From the environment, else from the file that `NAME_FILE` names. Undefined: neither is set. */
  readonly get: (name: string) => string | undefined;
  /** Reads every file in use again; whether one of them holds another value now. */
  readonly refresh: () => boolean;
  /** One line for each file that cannot be used at present. What it held before is used on. */
  readonly problems: () => readonly string[];
}

/**
 * Every secret may come from a file. A file is read when it is asked for, by name and not by an open
 * handle, so that a mount that is swapped under it (as Kubernetes does with links) counts as well.
 * Files of variables that nobody asks for, such as those of other programs, are never touched.
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

/** A variable goes before its file. Compose files set variables to nothing: that is not set. */
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
