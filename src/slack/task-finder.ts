import { distance as editDistance } from 'fastest-levenshtein';
import type { RelayTasks, TaskList } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';

/** How long a list is good for suggestions while somebody types, in milliseconds. */
const CACHE_MS = 10_000;

export type Found =
  | { readonly kind: 'task'; readonly task: RelayTask }
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  | Extract<TaskList, { readonly ok: false }>;

/** Finds relay tasks by what people type: an id, `app/stream`, or the name of the stream. */
export function createTaskFinder(now: () => number) {
  const lists = new Map<
    RelayTasks,
    { readonly untilMs: number; readonly list: Promise<TaskList> }
  >();

  async function freshList(tasks: RelayTasks): Promise<TaskList> {
    const list = tasks.list();
    const entry = { untilMs: now() + CACHE_MS, list };
    lists.set(tasks, entry);
    const found = await list;
    // A failure must not be remembered as an answer.
    if (!found.ok && lists.get(tasks) === entry) lists.delete(tasks);
    return found;
  }

  function cachedList(tasks: RelayTasks): Promise<TaskList> {
    const held = lists.get(tasks);
    return held && now() < held.untilMs ? held.list : freshList(tasks);
  }

  return {
    /** The task as it is now. */
    async find(tasks: RelayTasks, word: string): Promise<Found> {
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
    },

    /** Every task of the project; unless it must be fresh, as of a few seconds ago. */
    list(tasks: RelayTasks, { isFresh }: { readonly isFresh: boolean }): Promise<TaskList> {
      return isFresh ? freshList(tasks) : cachedList(tasks);
    },

    /**
     * Tasks whose name or id contains what was typed. Where none is among those of a few seconds ago, it may
     * have been created since, so they are read again.
     */
    async suggest(tasks: RelayTasks, typed: string): Promise<TaskList> {
      const held = lists.get(tasks);
      const list = fitting(await cachedList(tasks), typed);
      if (!list.ok || list.tasks.length > 0) return list;
      // Unless they were read for this very question, or are being read for another one.
      const isOld = lists.get(tasks) === held;
      return fitting(await (isOld ? freshList(tasks) : cachedList(tasks)), typed);
    },
  };
}

export type TaskFinder = ReturnType<typeof createTaskFinder>;

function fitting(list: TaskList, typed: string): TaskList {
  if (!list.ok) return list;
  const wanted = typed.trim().toLowerCase();
  const tasks = list.tasks.filter((task) => label(task).toLowerCase().includes(wanted));
  return { ok: true, tasks };
}

function isNamed(task: RelayTask, word: string): boolean {
  return [task.task_id, taskName(task), task.stream_name].includes(word);
}

/** `app/stream · id`, the name first because it is what people know. */
export function label(task: RelayTask): string {
  const name = taskName(task);
  return name === task.task_id ? name : `${name} · ${task.task_id}`;
}

function nearestNames(tasks: readonly RelayTask[], word: string): string[] {
  const wanted = word.toLowerCase();
  const distance = (task: RelayTask) =>
    Math.min(
      ...[taskName(task), task.stream_name ?? '', task.task_id].map((name) =>
        editDistance(wanted, name.toLowerCase()),
      ),
    );
  return tasks
    .map((task) => ({ name: taskName(task), away: distance(task) }))
    .filter(({ away }) => away <= Math.max(2, wanted.length / 2))
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}
