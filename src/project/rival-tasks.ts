import { createCache } from '#src/basics/cache.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { RivalsByTarget, RivalStore, RivalTasks } from '#src/ports/rivals.ts';
import {
  pushTarget,
  type Rival,
  rivalsByTarget,
  withoutSelf,
} from '#src/relay/forecast/push-target.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** How long a list of tasks, or a failure to read it, is used, in milliseconds. */
const CACHE_MS = 60_000;
/** How long stored findings are cached: a decision should wait for as little as possible. */
const STORED_MS = 30_000;

interface Read {
  readonly askedMs: number;
  /** Undefined while it is being read, and if it could not be read. */
  rivals?: RivalsByTarget;
  readonly done: Promise<void>;
}

interface Project {
  readonly cloud: string;
  readonly tasks: Pick<RelayTasks, 'list'>;
}

interface Deps {
  readonly projects: ReadonlyMap<string, Project>;
  readonly store: RivalStore;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Readonly<Record<'warn', (message: string, fields?: object) => void>>;
}

/** Nothing is known of any rival. */
export const NO_RIVALS: RivalTasks = {
  stored: () => Promise.resolve(undefined),
  looked: () => Promise.resolve(undefined),
};

/** Finds rivals in the list of a project's tasks, which is read at most once a minute and shared. */
export function createRivalTasks({ projects, store, now, sleep, log }: Deps): RivalTasks {
  const reads = new Map<string, Read>();
  const lately = createCache({ forMs: STORED_MS, now, load: (cloud: string) => store.load(cloud) });

  function begin(name: string, { cloud, tasks }: Project): Read {
    const read: Read = { askedMs: now(), done: Promise.resolve().then(() => fill()) };
    async function fill(): Promise<void> {
      try {
        const list = await tasks.list();
        if (!list.ok) throw new Error(`the list of tasks could not be read: ${list.failure.kind}`);
        read.rivals = byDigest(rivalsByTarget(list.tasks));
        await store.save(cloud, read.rivals);
        lately.clear();
      } catch (error) {
        log.warn('cannot list the tasks that push to the same target', { project: name, error });
      }
    }
    reads.set(name, read);
    return read;
  }

  async function stored(name: string, task: RelayTask): Promise<readonly Rival[] | undefined> {
    const project = projects.get(name);
    const found = project && (await lately.get(project.cloud));
    return found && rivalsIn(found, task);
  }

  return {
    stored,
    async looked(name, task, waitMs) {
      const project = projects.get(name);
      if (!project) return undefined;
      const held = reads.get(name);
      const isFresh = held !== undefined && now() < held.askedMs + CACHE_MS;
      const read = isFresh ? held : begin(name, project);
      if (!read.rivals && waitMs > 0) await Promise.race([read.done, sleep(waitMs)]);
      return read.rivals ? rivalsIn(read.rivals, task) : stored(name, task).catch(() => undefined);
    },
  };
}

/** A target may hold a stream key, so it is stored as a digest. */
function byDigest(rivals: ReadonlyMap<string, readonly Rival[]>): RivalsByTarget {
  return Object.fromEntries([...rivals].map(([target, those]) => [sha256(target), those]));
}

function rivalsIn(rivals: RivalsByTarget, task: RelayTask): readonly Rival[] {
  const target = pushTarget(task);
  return withoutSelf(task, target === undefined ? [] : (rivals[sha256(target)] ?? []));
}
