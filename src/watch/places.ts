import { taskName } from '#src/relay/relay-task.ts';
import type { WatchProject } from './ports.ts';

/** What a task of a project is called, where the project has it. */
export type Place = { readonly name: string } | 'elsewhere' | 'unread';

/** How long it is remembered in which project a task is, in milliseconds. Ids do not move. */
const PLACE_MS = 10 * 60_000;

/** An event names any task, so what is remembered of them, and how many are looked up in a minute, is bounded (own limits). */
export const PLACES_MAX = 5_000;
export const READS_MAX = 120;
const MINUTE_MS = 60_000;

/** Where the tasks are that events name. Events of one task that come at once share one reading. */
export function createPlaces(now: () => number) {
  const known = new Map<string, { readonly untilMs: number; readonly place: Promise<Place> }>();
  let window = { fromMs: 0, reads: 0 };

  function mayRead(): boolean {
    if (now() - window.fromMs >= MINUTE_MS) window = { fromMs: now(), reads: 0 };
    window.reads += 1;
    return window.reads <= READS_MAX;
  }

  return {
    /** How many are remembered. */
    held: () => known.size,

    async of(project: Pick<WatchProject, 'name' | 'tasks'>, taskId: string): Promise<Place> {
      const key = `${project.name} ${taskId}`;
      const held = known.get(key);
      if (held && now() < held.untilMs) return held.place;
      if (!mayRead()) return 'unread';
      const place = read(project, taskId);
      known.delete(key);
      known.set(key, { untilMs: now() + PLACE_MS, place });
      // The one that was looked up first goes first.
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
