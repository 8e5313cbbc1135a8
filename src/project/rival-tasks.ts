import type { FindRivals } from '#src/ports/rivals.ts';
import { rivalsOf } from '#src/relay/forecast/push-target.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** How long a list of tasks, or that there was none, is good for this, in milliseconds. */
const CACHE_MS = 60_000;

interface Read {
  readonly askedMs: number;
  /** Undefined while it is on its way, and where it could not be read. */
  tasks?: readonly RelayTask[];
  readonly done: Promise<void>;
}

interface Deps {
  readonly projects: ReadonlyMap<string, { readonly tasks: Pick<RelayTasks, 'list'> }>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Readonly<Record<'warn', (message: string, fields?: object) => void>>;
}

/** Finds rivals in the list of a project's tasks, which is read once a minute at the most and shared by all who ask. */
export function createFindRivals({ projects, now, sleep, log }: Deps): FindRivals {
  const reads = new Map<string, Read>();

  function begin(project: string, tasks: Pick<RelayTasks, 'list'>): Read {
    const read: Read = { askedMs: now(), done: Promise.resolve().then(() => fill()) };
    async function fill(): Promise<void> {
      try {
        const list = await tasks.list();
        if (list.ok) read.tasks = list.tasks;
        else log.warn('rival tasks: not listed', { project, failure: list.failure });
      } catch (error) {
        log.warn('rival tasks: not listed', { project, error });
      }
    }
    reads.set(project, read);
    return read;
  }

  return async (name, task, waitMs) => {
    const project = projects.get(name);
    if (!project) return [];
    const held = reads.get(name);
    const isFresh = held !== undefined && now() < held.askedMs + CACHE_MS;
    const read = isFresh ? held : begin(name, project.tasks);
    if (!read.tasks && waitMs > 0) await Promise.race([read.done, sleep(waitMs)]);
    return rivalsOf(task, read.tasks ?? []);
  };
}
