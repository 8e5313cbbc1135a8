import { taskName } from '#src/relay/relay-task.ts';
import type { WatchProject } from './ports.ts';

/** The name of a task, if the project has it. */
export type Place = { readonly name: string } | 'elsewhere' | 'unread';

/** How long it is remembered in which project a task is, in milliseconds. Tasks do not move between projects. */
const PLACE_MS = 10 * 60_000;

/** Events can name any task, so the number remembered, and looked up in a minute, is limited (own limits). */
export const PLACES_MAX = 5_000;
export const READS_MAX = 120;
const MINUTE_MS = 60_000;

/** Finds the tasks that events name. Concurrent events of one task share one read. */
export function createPlaces(now: () => number) {
  const known = new Map<string, { readonly untilMs: number; readonly place: Promise<Place> }>();
  let window = { fromMs: 0, reads: 0 };

  function mayRead(): boolean {
    if (now() - window.fromMs >= MINUTE_MS) window = { fromMs: now(), reads: 0 };
    window.reads += 1;
    return window.reads <= READS_MAX;
  }

  return {
    held: () => known.size,

    async of(project: Pick<WatchProject, 'name' | 'tasks'>, taskId: string): Promise<Place> {
      const key = `${project.name} ${taskId}`;
      const held = known.get(key);
      if (held && now() < held.untilMs) return held.place;
      if (!mayRead()) return 'unread';
      const place = read(project, taskId);
      known.delete(key);
      known.set(key, { untilMs: now() + PLACE_MS, place });
      // Forgets the task that was looked up longest ago.
      const [oldest = key] = known.keys();
      if (known.size > PLACES_MAX) known.delete(oldest);
      if ((await place) === 'unread') known.delete(key);
      return place;
    },
  };
}

async function read({ tasks }: Pick<WatchProject, 'tasks'>, taskId: string): Promise<Place> {
  const answer = await tasks.read(taskId);
  if (answer.ok === false) return 'unread';
  return answer.ok === true ? { name: taskName(answer.task) } : 'elsewhere';
}
