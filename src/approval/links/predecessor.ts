import type { ApprovalContext } from '#src/approval/approval-context.ts';
import {
  type ChangeRequest,
  type FollowUp,
  isClosed,
} from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import {
  chainOf,
  hasParted,
  isFollowable,
  linkedFromMs,
  whyNotAfter,
} from '#src/approval/states/chain.ts';
import type { JoinedChain } from '#src/approval/states/effects.ts';
import { taskAfter } from '#src/relay/chain.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { partedWayBack } from './way-back.ts';

/** What stands beside a request: the requests of its chain, and others for the same task. */

type StoreOf = Pick<ApprovalContext, 'store'>;

/** What of a request, submitted or not, decides its chain. */
type Place = Pick<ChangeRequest, 'id' | 'project' | 'base'> &
  Partial<Pick<ChangeRequest, 'after' | 'wayBack'>>;

/** The chain that a change is to join; undefined for one that is built on no other request. */
export async function joinedChain(
  context: StoreOf,
  asked: Place & Pick<ChangeRequest, 'applyAtMs'>,
): Promise<JoinedChain | { readonly refusal: Refusal } | undefined> {
  const { after } = asked;
  if (after === undefined) return undefined;
  const { ids, open } = await openFor(context, asked);
  const first = open.find(({ id }) => id === after) ?? (await context.store.load(after));
  const isOfTask = first?.base.task_id === asked.base.task_id && first.project === asked.project;
  const known = isOfTask ? await withoutEndedBack(context, first) : undefined;
  const not = whyNotAfter(asked, known, open);
  if (not) return { refusal: { reason: 'cannot_follow', id: after, ...not } };
  return { chain: [...chainOf(asked, open)], open: ids };
}

/** A request whose way back was withdrawn, or has ended otherwise, sets nothing back any more. */
async function withoutEndedBack(context: StoreOf, first: ChangeRequest): Promise<ChangeRequest> {
  const back = await partedWayBack(context, first);
  return back && isClosed(back.state) ? { ...first, wayBack: undefined } : first;
}

/** A request of a chain, and when it runs in Unix milliseconds. */
export interface Linked {
  readonly id: string;
  readonly atMs?: number | undefined;
}

/** Other open requests for the task of one. */
export interface Beside {
  /** Those of its chain, and those that compete; the oldest first. */
  readonly chain: readonly string[];
  readonly competing: readonly string[];
  /** Its predecessor, while that is open, and what is built on it. */
  readonly follows?: Linked | undefined;
  readonly followedBy: readonly Linked[];
  /** Its way back with the time that it has by now; undefined where it has none, or that is not going to run. */
  readonly wayBack?: FollowUp | undefined;
}

/** What else is open for the task of a request, submitted or not. */
export async function openBeside(context: StoreOf, request: Place): Promise<Beside> {
  const { ids, open } = await openFor(context, request);
  const others = ids.filter((id) => id !== request.id);
  const chain = chainOf(request, open);
  const first = open.find(({ id }) => id === request.after);
  return {
    chain: others.filter((id) => chain.has(id)),
    competing: others.filter((id) => !chain.has(id)),
    follows: first && linked(first),
    followedBy: open.filter(({ after }) => after === request.id).map(linked),
    wayBack: await wayBackNow(context, request.wayBack, open),
  };
}

/** A way back that is a request of its own may be moved, withdrawn or held, which the request before it does not know. */
async function wayBackNow(
  { store }: StoreOf,
  wayBack: FollowUp | undefined,
  open: readonly ChangeRequest[],
): Promise<FollowUp | undefined> {
  if (wayBack === undefined) return undefined;
  const back = open.find(({ id }) => id === wayBack.id) ?? (await store.load(wayBack.id));
  if (!back) return wayBack;
  const applyAtMs = runsAtMs(back);
  const isOff = back.state === 'held' || (isClosed(back.state) && back.state !== 'applied');
  return isOff || applyAtMs === undefined ? undefined : { ...wayBack, applyAtMs };
}

/** A request as it is shown: with its way back as that stands by now, as long as there is something to set back. */
export function withWayBackNow(
  request: ChangeRequest,
  beside: Pick<Beside, 'wayBack'> | undefined,
): ChangeRequest {
  const isInVain = isClosed(request.state) && request.state !== 'applied';
  if (!beside || isInVain || !hasParted(request)) return request;
  return { ...request, wayBack: beside.wayBack };
}

function linked(request: ChangeRequest): Linked {
  return { id: request.id, atMs: request.state === 'held' ? undefined : runsAtMs(request) };
}

async function openFor({ store }: StoreOf, { id, project, base }: Place) {
  const ids = await store.openOn(project, base.task_id);
  const others = ids.filter((each) => each !== id);
  const loaded = await Promise.all(others.map((each) => store.load(each)));
  const open = loaded.filter((each) => each !== undefined && !isClosed(each.state));
  return { ids, open: open.filter((each) => each !== undefined) };
}

/** What a change is built on that follows another: the task as that will leave it, and from when on it can run. */
export interface Foretold {
  readonly id: string;
  readonly task: RelayTask;
  /** When the predecessor runs, and when a link can; in Unix milliseconds. */
  readonly atMs: number;
  readonly fromMs: number;
}

/** What will be there after a scheduled request; undefined where nothing can be built on it. */
export function foretoldBy(first: ChangeRequest): Foretold | undefined {
  if (!isFollowable(first)) return undefined;
  const { id, base, payload, applyAtMs = 0 } = first;
  return {
    id,
    task: taskAfter(base, payload),
    atMs: Math.max(applyAtMs, runsAtMs(first) ?? 0),
    fromMs: linkedFromMs(first),
  };
}

/** The same, or why no change can be built on it now. */
export async function foretold(
  context: StoreOf,
  first: ChangeRequest,
): Promise<Foretold | { readonly refusal: Refusal }> {
  const { id } = first;
  const { open } = await openFor(context, first);
  const base = taskAfter(first.base, first.payload);
  const known = await withoutEndedBack(context, first);
  const not = whyNotAfter({ id: '', base, applyAtMs: Infinity }, known, open);
  if (not) return { refusal: { reason: 'cannot_follow', id, ...not } };
  return foretoldBy(first) ?? { refusal: { reason: 'cannot_follow', id, why: 'unscheduled' } };
}

/** The same for the predecessor of a link; undefined if that is no longer scheduled, or there is none. */
export async function foretoldFor(
  { store }: StoreOf,
  { after }: Pick<ChangeRequest, 'after'>,
): Promise<Foretold | undefined> {
  const first = after === undefined ? undefined : await store.load(after);
  return first && foretoldBy(first);
}
