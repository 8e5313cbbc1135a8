import { distance as editDistance } from 'fastest-levenshtein';
import type { RelayTasks, TaskList } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';

/** How long a list is as good as a new one while somebody types, in milliseconds. */
const CACHE_MS = 10_000;
/** A list of up to this age answers a search while the tasks are read again: thousands of tasks take many calls. */
const ANSWERS_MS = 5 * 60_000;
/** After a search without a result, typing on rereads the tasks only after this long, in milliseconds. */
const AGAIN_MS = 2_000;

/** Tasks, when reading them began, and what each is searched by. */
interface Known {
  readonly askedMs: number;
  readonly list: TaskList;
  readonly labels: readonly string[];
}

export type Found =
  | { readonly kind: 'task'; readonly task: RelayTask }
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  | Extract<TaskList, { readonly ok: false }>;

/** Finds relay tasks by what people type: an id, `app/stream`, or the name of the stream. */
export function createTaskFinder(now: () => number) {
  const known = new Map<RelayTasks, Known>();
  const reading = new Map<RelayTasks, Promise<Known>>();
  const missed = new Map<RelayTasks, { readonly typed: string; readonly atMs: number }>();

  async function readNow(tasks: RelayTasks): Promise<Known> {
    const askedMs = now();
    const list = await tasks.list();
    const labels = list.ok ? list.tasks.map((task) => label(task).toLowerCase()) : [];
    const read = { askedMs, list, labels };
    // A failure is not cached and does not replace an earlier list.
    if (read.list.ok) known.set(tasks, read);
    return read;
  }

  /** Concurrent callers share one read. */
  function readOnce(tasks: RelayTasks): Promise<Known> {
    const running = reading.get(tasks) ?? readNow(tasks).finally(() => reading.delete(tasks));
    reading.set(tasks, running);
    return running;
  }

  async function lately(tasks: RelayTasks): Promise<Known> {
    const held = known.get(tasks);
    return held && now() < held.askedMs + CACHE_MS ? held : readOnce(tasks);
  }

  /** For a search: what was read in the last minutes, read again meanwhile where that is not lately. */
  async function forSearch(tasks: RelayTasks): Promise<Known> {
    const held = known.get(tasks);
    const latest = lately(tasks);
    return held && now() < held.askedMs + ANSWERS_MS ? held : latest;
  }

  /** A text that extends one without a result a moment ago has none either. */
  function isTypedOn(tasks: RelayTasks, typed: string): boolean {
    const last = missed.get(tasks);
    return last !== undefined && typed.startsWith(last.typed) && now() < last.atMs + AGAIN_MS;
  }

  async function lookAgain(tasks: RelayTasks, typed: string): Promise<TaskList> {
    const atMs = now();
    const found = fitting(await readOnce(tasks), typed);
    if (found.ok && found.tasks.length === 0) missed.set(tasks, { typed, atMs });
    return found;
  }

  return {
    find,

    /** Begins to read the tasks of a project that somebody is about to search. */
    prepare(tasks: RelayTasks): void {
      void lately(tasks);
    },

    /** Every task of the project; unless `isFresh`, they may be a few seconds old. */
    async list(tasks: RelayTasks, { isFresh }: { readonly isFresh: boolean }): Promise<TaskList> {
      return (await (isFresh ? readNow(tasks) : lately(tasks))).list;
    },

    /**
     * Tasks whose name or id contains the text. If a cached list has none, the tasks are read again, since one may
     * have been created meanwhile.
     */
    async suggest(tasks: RelayTasks, typed: string): Promise<TaskList> {
      const typedMs = now();
      const searched = await forSearch(tasks);
      const found = fitting(searched, typed);
      const isMissing = found.ok && found.tasks.length === 0 && searched.askedMs < typedMs;
      return isMissing && !isTypedOn(tasks, typed) ? lookAgain(tasks, typed) : found;
    },
  };
}

export type TaskFinder = ReturnType<typeof createTaskFinder>;

/** The task as it is now. */
async function find(tasks: RelayTasks, word: string): Promise<Found> {
  if (!word.includes('/')) {
    const read = await tasks.read(word);
    if (read.ok === true) return { kind: 'task', task: read.task };
    if (read.ok === false) return read;
  }
  const list = await tasks.list();
  if (!list.ok) return list;
  const matches = list.tasks.filter((task) => isNamed(task, word));
  const [match, ...others] = matches;
  if (!match) return { kind: 'none', nearest: nearestNames(list.tasks, word) };
  if (others.length > 0) return { kind: 'ambiguous', names: matches.map(label) };
  return { kind: 'task', task: match };
}

function fitting({ list, labels }: Known, typed: string): TaskList {
  if (!list.ok) return list;
  const wanted = typed.trim().toLowerCase();
  const tasks = list.tasks.filter((_task, at) => labels[at]?.includes(wanted));
  return { ok: true, tasks };
}

function isNamed(task: RelayTask, word: string): boolean {
  return [task.task_id, taskName(task), task.stream_name].includes(word);
}

/** `app/stream · id`; people know the name. */
export function label(task: RelayTask): string {
  const name = taskName(task);
  return name === task.task_id ? name : `${name} · ${task.task_id}`;
}

function nearestNames(tasks: readonly RelayTask[], word: string): string[] {
  const wanted = word.toLowerCase();
  const distance = (task: RelayTask) =>
    Math.min(
      ...[taskName(task), task.stream_name, task.task_id]
        .filter((name) => name !== undefined)
        .map((name) => editDistance(wanted, name.toLowerCase())),
    );
  return tasks
    .map((task) => ({ name: taskName(task), away: distance(task) }))
    .filter(({ away }) => away <= Math.max(2, wanted.length / 2))
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}
