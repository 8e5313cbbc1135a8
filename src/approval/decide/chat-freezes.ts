import type { ApprovalContext, ApprovalProject } from '#src/approval/approval-context.ts';
import { freezeLine } from '#src/approval/audit/audit-line.ts';
import { policiesOf } from '#src/approval/policies-in-force.ts';
import type {
  ChatFreeze,
  FreezeNews,
  FreezeStep,
  FreezeStore,
} from '#src/approval/policy/freeze-store.ts';
import {
  type ConfiguredFreeze,
  freezeAt,
  freezesOn,
  type FrozenTask,
} from '#src/approval/policy/freeze.ts';
import { frozenRefusal } from '#src/approval/policy/policy.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { whyNotFreeze } from './permission.ts';

/** Freezes that people make and lift in chat, in addition to those of the configuration. */

/** How long a freeze may last: a longer one belongs in the configuration, where it is reviewed. */
export const FREEZE_DAYS_MAX = 14;
/** How many freezes a project may have at a time before another task is frozen. */
export const FREEZES_MAX = 50;
export const FREEZE_REASON_MAX = 150;

const DAY_MS = 24 * 3_600_000;

export type FreezeResult =
  /** `before`: the freeze that was extended. */
  | {
      readonly kind: 'frozen';
      readonly freeze: ChatFreeze;
      readonly before?: ChatFreeze | undefined;
    }
  | { readonly kind: 'unfrozen'; readonly freeze: ChatFreeze }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** It is already frozen for longer. */
  | { readonly kind: 'frozen_longer'; readonly freeze: ChatFreeze }
  | { readonly kind: 'too_long' | 'too_many' | 'not_frozen' | 'busy' };

/** How often this is tried again after somebody else was faster. */
const ATTEMPTS_MAX = 5;

/** What is frozen, and by whom. */
interface Place {
  readonly project: ApprovalProject;
  /** Undefined: the whole project. */
  readonly task?: FrozenTask | undefined;
  readonly person: Person;
}

/** Freezes a project or a task from now on. A freeze is never shortened: it can only be lifted. */
export async function freeze(
  context: ApprovalContext,
  asked: Place & { readonly id: string; readonly toMs: number; readonly reason: string },
): Promise<FreezeResult> {
  const { id, project, task, person, toMs, reason } = asked;
  const refusal = await whyNotFreeze(context, project, person);
  if (refusal) return { kind: 'refused', refusal };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const nowMs = context.now();
    if (toMs > nowMs + FREEZE_DAYS_MAX * DAY_MS) return { kind: 'too_long' };
    const before = await standingAt(context, asked);
    if (before && before.toMs >= toMs) return { kind: 'frozen_longer', freeze: before };
    const next = { fromMs: nowMs, toMs, reason, chat: { id, by: person, task } };
    const kind = before ? 'extend' : 'freeze';
    const saved = await save(context, { project, before, next, person, nowMs, kind });
    if (saved === 'written') return { kind: 'frozen', freeze: next, before };
    if (saved === 'many') return { kind: 'too_many' };
  }
  return { kind: 'busy' };
}

/**
 * Lifts a freeze that was made in chat. `id`: the freeze that the person saw, so that a newer one in its place is not
 * lifted.
 */
export async function unfreeze(
  context: ApprovalContext,
  asked: Place & { readonly id?: string | undefined },
): Promise<FreezeResult> {
  const { project, person, id } = asked;
  const refusal = await whyNotFreeze(context, project, person);
  if (refusal) return { kind: 'refused', refusal };
  const before = await standingAt(context, asked);
  if (!before || (id !== undefined && before.chat.id !== id)) return { kind: 'not_frozen' };
  const nowMs = context.now();
  const step = { project, before, next: undefined, person, nowMs, kind: 'unfreeze' } as const;
  const saved = await save(context, step);
  return saved === 'written' ? { kind: 'unfrozen', freeze: before } : { kind: 'busy' };
}

async function standingAt(
  { freezes, now }: Pick<ApprovalContext, 'freezes' | 'now'>,
  { project, task }: Place,
): Promise<ChatFreeze | undefined> {
  const held = await freezes.load(project.cloud, task?.id);
  return held.find(({ chat, toMs }) => chat.task?.id === task?.id && now() < toMs);
}

function save(
  { freezes }: Pick<ApprovalContext, 'freezes'>,
  step: Pick<FreezeStep, 'before' | 'next' | 'nowMs'> & {
    readonly project: ApprovalProject;
    readonly person: Person;
    readonly kind: FreezeNews['kind'];
  },
): ReturnType<FreezeStore['save']> {
  const { project, before, next, person, nowMs, kind } = step;
  const about = next ?? before;
  if (!about) throw new Error('nothing is frozen and nothing is to be');
  const { cloud } = project;
  const id = kind === 'unfreeze' ? `${about.chat.id}:lifted` : about.chat.id;
  const news = { id, kind, cloud, freeze: about, by: person, atMs: nowMs };
  return freezes.save({ before, next, news, line: freezeLine(project, news), nowMs });
}

interface ReadFreezes extends Pick<ApprovalContext, 'inForce'> {
  readonly freezes: Pick<FreezeStore, 'load'>;
}

/** All freezes of a project, from the configuration and from chat. With a task: those that apply to it. */
export async function freezesOf(
  context: ReadFreezes,
  project: Pick<ApprovalProject, 'cloud' | 'policy'>,
  taskId?: string,
): Promise<readonly ConfiguredFreeze[]> {
  const configured = policiesOf(context, project).flatMap((policy) => policy.freeze);
  // The same freeze in the files of two replicas counts once.
  const distinct = new Map(configured.map((each) => [JSON.stringify(each), each]));
  return [...distinct.values(), ...(await context.freezes.load(project.cloud, taskId))];
}

/**
 * The same for the task of a request; none if its project is no longer configured. Of a batch only those of the whole
 * project count: where one of its tasks is frozen, that part is not run.
 */
export async function freezesFor(
  context: ReadFreezes & Pick<ApprovalContext, 'projects'>,
  { project: name, base, batch }: Pick<ChangeRequest, 'project' | 'base' | 'batch'>,
): Promise<readonly ConfiguredFreeze[]> {
  const project = context.projects.get(name);
  if (!project) return [];
  const freezes = await freezesOf(context, project, base.task_id);
  return batch ? freezesOn(freezes) : freezes;
}

/** Why nothing runs at a moment, or undefined. */
export function whyFrozen(freezes: readonly ConfiguredFreeze[], atMs: number): Refusal | undefined {
  const window = freezeAt(freezes, atMs);
  return window && frozenRefusal(window);
}
