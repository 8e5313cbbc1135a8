import {
  firstPlayback,
  onAirAt,
  playbackAfter,
  type OnAir,
  type Playback,
  type PlayRules,
} from './on-air.ts';
import { type Pushed, seenAt, type Seen, type StreamBehaviour } from './streams.ts';
import type { RawFields, WireTask, WireTaskFields } from './wire-task.ts';

interface Held {
  readonly task: WireTask;
  readonly playback: Playback;
  /** What was on air at the last stop; needed to resume a paused task. */
  readonly broken: OnAir;
}

/** The tasks of the project as they are now, in the order they were made. */
export const createTaskStore = (deps: {
  readonly tasks: readonly WireTask[];
  readonly rules: PlayRules;
  readonly now: () => number;
  readonly changed: (taskId: string) => void;
}) => {
  const held = new Map<string, Held>();
  const behaviours = new Map<string, StreamBehaviour>();

  const add = (task: WireTask): void => {
    held.set(task.task_id, {
      task: structuredClone(task),
      playback: firstPlayback(task, deps.now()),
      broken: { state: 'waiting' },
    });
    deps.changed(task.task_id);
  };
  const get = (taskId: string): Held => {
    const found = held.get(taskId);
    if (found === undefined) throw new Error(`the simulated Live API has no task ${taskId}`);
    return found;
  };
  const put = (task: WireTask): void => {
    const before = get(task.task_id);
    const nowMs = deps.now();
    const airedBefore = onAirAt(before.task, before.playback, nowMs);
    const broken = airedBefore.state === 'paused' ? before.broken : airedBefore;
    const playback = playbackAfter({ ...before, broken }, task, deps.rules, nowMs);
    held.set(task.task_id, { task: structuredClone(task), playback, broken });
    deps.changed(task.task_id);
  };

  const pushed = (): readonly Pushed[] =>
    [...held.values()].map(({ task, playback }) => ({
      task,
      playback,
      onAir: onAirAt(task, playback, deps.now()),
      behaviour: behaviours.get(task.task_id) ?? {},
    }));

  for (const task of deps.tasks) add(task);
  return {
    add,
    put,
    /** For answers, which are only written down: copies of 10,000 tasks take a tenth of a second. */
    uncopied: (): readonly WireTask[] => [...held.values()].map(({ task }) => task),
    all: (): readonly WireTask[] => [...held.values()].map(({ task }) => structuredClone(task)),
    find: (taskId: string): WireTask | undefined => structuredClone(held.get(taskId)?.task),
    task: (taskId: string): WireTask => structuredClone(get(taskId).task),
    edit: (taskId: string, fields: WireTaskFields): WireTask => {
      put({ ...get(taskId).task, ...fields });
      return structuredClone(get(taskId).task);
    },
    /** Sets any values; a modification that sends a field corrects it. */
    setRaw: (taskId: string, fields: RawFields): void => put({ ...get(taskId).task, ...fields }),
    remove: (taskId: string): void => {
      held.delete(get(taskId).task.task_id);
      deps.changed(taskId);
    },
    /** How the stream of a task behaves from now on. */
    behave: (taskId: string, behaviour: StreamBehaviour): void => {
      behaviours.set(get(taskId).task.task_id, behaviour);
      deps.changed(taskId);
    },
    pushed,
    /** What viewers see of a task now. */
    viewers: (taskId: string): Seen => {
      const found = pushed().find(({ task }) => task.task_id === get(taskId).task.task_id);
      return found === undefined ? { picture: 'none', why: 'gone' } : seenAt(found, deps.now());
    },
    onAir: (taskId: string): OnAir => onAirAt(get(taskId).task, get(taskId).playback, deps.now()),
  };
};
