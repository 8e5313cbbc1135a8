import { groupsOf } from '#src/basics/groups-of.ts';
import type { KeptEvent, KeptEvents, Span } from '#src/watch/kept-event.ts';
import { keptOf } from '#src/watch/kept-event.ts';
import type { TakenEvent, WatchStore } from '#src/watch/ports.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';
import { addedAtMs } from '#src/redis/server-time.ts';

const listenScript = script('listen');

/** Our own limits: a million events take about 150 MB; docs/REDIS.md has the figures. */
export const EVENTS_OF_TASK_MAX = 5_000;
export const EVENTS_MAX = 1_000_000;
export const TASKS_MAX = 10_000;
/** A flapping source must not drive out events of files: the same alarm is kept only once in this time. */
const SAME_ALARM_MS = 5 * 60_000;

/** Replicas note that they listen more often than this; a restart takes less. */
const SILENCE_MS = 30_000;
const SILENCES_MAX = 100;

/** The keys and arguments of `keep-event.lua` for an event. */
export function keptArguments(
  { event, receivedAtMs }: TakenEvent,
  keepMs: number,
  most = { ofTask: EVENTS_OF_TASK_MAX, inAll: EVENTS_MAX, tasks: TASKS_MAX },
): { readonly keys: readonly string[]; readonly values: readonly (string | number)[] } {
  const { taskId, eventAtMs } = event;
  const bounds = {
    keep_ms: keepMs,
    of_task: most.ofTask,
    in_all: most.inAll,
    tasks: most.tasks,
    repeat_ms: event.event === 'TaskAlarm' ? SAME_ALARM_MS : 0,
  };
  return {
    keys: [keys.eventsOf(taskId), keys.eventTasks, keys.eventCounts],
    values: [
      taskId,
      JSON.stringify(keptOf(event)),
      eventAtMs ?? '',
      receivedAtMs,
      JSON.stringify(bounds),
    ],
  };
}

/** Events for the as-run log, and the periods in which no replica was taking any. */
export function createKeptEvents(
  redis: Connection,
  keepMs: number,
): Pick<WatchStore, 'keptOf' | 'heardOf' | 'listen'> {
  return {
    async keptOf(taskId) {
      const events = keys.eventsOf(taskId);
      const [entries, dropped, counted, inAll, since, silences] = await Promise.all([
        redis.xrange(events, '-', '+'),
        droppedUntil(redis, events),
        redis.zcard(keys.eventTasks),
        redis.hget(keys.eventCounts, ''),
        redis.hget(keys.listening, 'since'),
        redis.xrange(keys.silences, '-', '+'),
      ]);
      return {
        events: entries.map(([id, fields]) => eventFrom(id, fields)),
        keptForMs: keepMs,
        droppedUntilMs: dropped,
        isFull: counted >= TASKS_MAX || Number(inAll) >= EVENTS_MAX,
        listeningSinceMs: since === null ? undefined : Number(since),
        silences: silences.map(silenceFrom),
      } satisfies KeptEvents;
    },

    async heardOf() {
      const found = await redis.zrevrange(keys.eventTasks, 0, -1, 'WITHSCORES');
      return groupsOf(found, 2).map(([taskId = '', atMs]) => ({ taskId, atMs: Number(atMs) }));
    },

    async listen(nowMs) {
      await listenScript(redis, [keys.listening, keys.silences], [nowMs, SILENCE_MS, SILENCES_MAX]);
    },
  };
}

function eventFrom(id: string, [, what = '{}', , at]: readonly string[]): KeptEvent {
  const kept: ReturnType<typeof keptOf> = JSON.parse(what);
  return { ...kept, receivedAtMs: addedAtMs(id), eventAtMs: at ? Number(at) : undefined };
}

/** Events of a task before this time have been dropped; undefined: none have. */
async function droppedUntil(redis: Connection, events: string): Promise<number | undefined> {
  try {
    const facts = await redis.xinfo('STREAM', events);
    const factOf = (name: string): unknown =>
      Array.isArray(facts) ? facts[facts.indexOf(name) + 1] : undefined;
    const first = factOf('first-entry');
    const isWhole = Number(factOf('entries-added')) <= Number(factOf('length'));
    return isWhole || !Array.isArray(first) ? undefined : addedAtMs(String(first[0]));
  } catch (error) {
    // No events of this task are kept.
    if (error instanceof Error && error.message.includes('no such key')) return undefined;
    throw error;
  }
}

function silenceFrom([, [, from, , until]]: readonly [string, readonly string[]]): Span {
  return { fromMs: Number(from), untilMs: Number(until) };
}
