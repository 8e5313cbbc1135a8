import type { EndingPoster, EndingState, EndingStore, LetEnd } from './ports.ts';

export interface PostDeps {
  readonly store: Pick<EndingStore, 'save' | 'saveNotice'>;
  readonly poster: Pick<EndingPoster, 'takeSlot' | 'post' | 'find'>;
}

/** The step ends here; another replica continues it, or this one later. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

type Posting = NonNullable<EndingState['posting']>;

/** Posts a message once: records it as about to be posted, then as posted. Resolves with the new state. */
export async function postOnce(
  deps: PostDeps,
  cloud: string,
  state: EndingState,
  posting: Posting,
  letEnds: ReadonlyMap<string, LetEnd>,
): Promise<EndingState> {
  await deps.poster.takeSlot(posting.notice);
  await save(deps, cloud, { ...state, posting });
  const message = await deps.poster.post(posting.notice, letEnds);
  return noted(deps, cloud, state, { ...posting, notice: { ...posting.notice, message } });
}

/** Records a message that was posted but not recorded. If it was not posted, the next step decides again. */
export async function finishPosting(
  deps: PostDeps,
  cloud: string,
  { posting, ...state }: EndingState,
): Promise<EndingState> {
  if (!posting) return state;
  const message = await deps.poster.find(posting.notice);
  if (message)
    return noted(deps, cloud, state, { ...posting, notice: { ...posting.notice, message } });
  await save(deps, cloud, state);
  return state;
}

async function noted(
  deps: PostDeps,
  cloud: string,
  state: EndingState,
  { notice, told, digestedMs = state.digestedMs }: Posting,
): Promise<EndingState> {
  // A digest has no buttons.
  if (!notice.digest) await deps.store.saveNotice(notice);
  const after = { ...state, told: { ...state.told, ...told }, digestedMs, posting: undefined };
  await save(deps, cloud, after);
  return after;
}

/** Writes the state of the loop; throws if another replica has taken over the lease. */
export async function save(
  { store }: Pick<PostDeps, 'store'>,
  cloud: string,
  state: EndingState,
): Promise<void> {
  if (!(await store.save(cloud, state))) throw new InterruptedError();
}
