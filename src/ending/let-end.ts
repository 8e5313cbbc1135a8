import type { Person } from '#src/approval/record/change-request.ts';
import { auditLine } from '#src/approval/audit/audit-line.ts';
import type { AuditTrail } from '#src/approval/audit/audit.ts';
import { type Ending, isSameEnd } from '#src/relay/forecast/ending.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { settledAs } from './settled.ts';
import type {
  EndingPoster,
  EndingProject,
  Endings,
  EndingStore,
  EndNotice,
  LetEnd,
  NoticedEnd,
  Settled,
} from './ports.ts';

export interface LetEndDeps {
  /** By project of the cloud. */
  readonly projects: ReadonlyMap<string, EndingProject>;
  readonly endings: Endings;
  readonly store: EndingStore;
  readonly poster: Pick<EndingPoster, 'update'>;
  readonly trail: Pick<AuditTrail, 'note'>;
  readonly now: () => number;
}

export type LetEndResult =
  | { readonly kind: 'recorded' | 'already'; readonly end: NoticedEnd; readonly mark: LetEnd }
  /** The task now ends at another time, or not at all. */
  | { readonly kind: 'changed'; readonly end: NoticedEnd; readonly ending: Ending | undefined }
  | { readonly kind: 'task_gone'; readonly end: NoticedEnd }
  | { readonly kind: 'unread'; readonly failure: Failure };

/** The end that a button refers to, and its project; undefined: it has been forgotten. */
export async function noticedEnd(
  { store, projects }: Pick<LetEndDeps, 'store' | 'projects'>,
  id: string,
  taskId: string,
): Promise<
  | { readonly notice: EndNotice; readonly end: NoticedEnd; readonly project: EndingProject }
  | undefined
> {
  const notice = await store.loadNotice(id);
  const end = notice?.ends.find((each) => each.taskId === taskId);
  const project = notice && projects.get(notice.cloud);
  return notice && end && project ? { notice, end, project } : undefined;
}

/** Reads the task, and records that somebody lets it end at the time that people were called for. */
export async function letEnd(
  deps: LetEndDeps,
  { notice, end, project }: NonNullable<Awaited<ReturnType<typeof noticedEnd>>>,
  by: Person,
): Promise<LetEndResult> {
  const { store, endings, now } = deps;
  const { taskId, ending } = end;
  const read = await project.tasks.read(taskId);
  if (read.ok === false) return { kind: 'unread', failure: read.failure };
  const task = read.ok === true ? read.task : undefined;
  const today = task && (await endings.of(project.name, [task])).get(taskId);
  const settled = settledAs(end, task, today, now());
  if (settled) {
    await show(deps, withSettled(notice, taskId, settled));
    return task ? { kind: 'changed', end, ending: today } : { kind: 'task_gone', end };
  }
  const before = (await store.letEnds(project.cloud)).get(taskId);
  const isAlready = before !== undefined && isSameEnd(before.endMs, ending.atMs);
  const mark = isAlready ? before : { taskId, endMs: ending.atMs, by, atMs: now() };
  if (!isAlready) {
    await store.letEnd(project.cloud, mark);
    await deps.trail.note(
      `let_end ${project.name}`,
      `${taskId} ${ending.atMs}`,
      letEndLine(project, end, mark),
    );
  }
  await show(deps, notice);
  return { kind: isAlready ? 'already' : 'recorded', end, mark };
}

function withSettled(notice: EndNotice, taskId: string, settled: Settled): EndNotice {
  const ends = notice.ends.map((end) => (end.taskId === taskId ? { ...end, settled } : end));
  return { ...notice, ends };
}

/** Updates the message with everything recorded so far, also by others. */
async function show({ store, poster }: LetEndDeps, notice: EndNotice): Promise<void> {
  await store.saveNotice(notice);
  let shown: number | undefined;
  for (;;) {
    const letEnds = await store.letEnds(notice.cloud);
    if (shown === letEnds.size) return;
    await poster.update(notice, letEnds);
    shown = letEnds.size;
  }
}

function letEndLine(
  { name, cloud }: EndingProject,
  { taskId, name: task }: NoticedEnd,
  { endMs, by, atMs }: LetEnd,
): string {
  const [at, end] = [atMs, endMs].map((ms) => new Date(ms).toISOString());
  return auditLine({
    at,
    event: 'let_end',
    project: name,
    cloud,
    person: by,
    task_id: taskId,
    note: `${task} ${end}`,
  });
}
