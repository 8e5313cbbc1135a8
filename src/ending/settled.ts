import { planOf } from '#src/relay/forecast/plan.ts';
import { type Ending, isSameEnd } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type {
  EndingPoster,
  EndingProject,
  EndingStore,
  NoticedEnd,
  Settled,
  TaskEnd,
  ToldEnds,
} from './ports.ts';

interface Deps {
  readonly store: Pick<EndingStore, 'loadNotice' | 'saveNotice' | 'letEnds'>;
  readonly poster: Pick<EndingPoster, 'update'>;
  readonly now: () => number;
}

/** Updates the messages about ends that have come or were changed. */
export async function tellSettled(
  { store, poster, now }: Deps,
  project: EndingProject,
  told: ToldEnds,
  today: {
    readonly tasks: readonly RelayTask[];
    readonly endings: ReadonlyMap<string, Ending>;
  },
): Promise<void> {
  const tasks = new Map(today.tasks.map((task) => [task.task_id, task]));
  const ids = new Set(Object.values(told).flatMap(({ notice }) => notice ?? []));
  for (const id of ids) {
    const notice = await store.loadNotice(id);
    if (!notice) continue;
    const ends = await Promise.all(
      notice.ends.map(async (end): Promise<NoticedEnd> => {
        const task = tasks.get(end.taskId) ?? (await readAgain(project, end));
        if (task === 'unread') return end;
        const ending = today.endings.get(end.taskId);
        return { ...end, settled: settledAs(end, task, ending, now()) };
      }),
    );
    const after = { ...notice, ends };
    if (JSON.stringify(after) === JSON.stringify(notice)) continue;
    await poster.update(after, await store.letEnds(project.cloud));
    await store.saveNotice(after);
  }
}

/** A list may be incomplete, so only a read of the task itself shows that it is gone. */
async function readAgain(
  { tasks }: EndingProject,
  { taskId }: TaskEnd,
): Promise<'unread' | undefined> {
  const read = await tasks.read(taskId);
  return read.ok === 'not_found' ? undefined : 'unread';
}

/** How an end that people were called for was settled; undefined: not yet. */
export function settledAs(
  { ending: { atMs } }: Pick<TaskEnd, 'ending'>,
  task: RelayTask | undefined,
  ending: Ending | undefined,
  nowMs: number,
): Settled | undefined {
  if (!task) return { kind: 'gone' };
  const isSame = ending?.atMs !== undefined && isSameEnd(ending.atMs, atMs);
  if (isSame && nowMs < atMs) return undefined;
  if (planOf(task).isPaused) return { kind: 'paused' };
  if (ending && !isSame) return { kind: 'moved', ending };
  return nowMs < atMs && !ending ? { kind: 'moved', ending: undefined } : { kind: 'over' };
}
