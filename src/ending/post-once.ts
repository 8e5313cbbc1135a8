import type { EndingPoster, EndingState, EndingStore, LetEnd } from './ports.ts';

export interface PostDeps {
  readonly store: Pick<EndingStore, 'save' | 'saveNotice'>;
  readonly poster: Pick<EndingPoster, 'takeSlot' | 'post' | 'find'>;
}

/** Another replica goes on with it, or this one later. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

type Posting = NonNullable<EndingState['posting']>;

/** Posts a message once: it is noted as about to be posted, and then as posted. Resolves with the state after that. */
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

/** Notes a message that was posted and not noted down; one that was not posted is decided again. */
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
  // Nobody presses anything in a digest.
  if (!notice.digest) await deps.store.saveNotice(notice);
  const after = { ...state, told: { ...state.told, ...told }, digestedMs, posting: undefined };
  await save(deps, cloud, after);
  return after;
}

/** Writes what the loop remembers; throws where another replica has the lease by now. */
export async function save(
  { store }: Pick<PostDeps, 'store'>,
  cloud: string,
  state: EndingState,
): Promise<void> {
  if (!(await store.save(cloud, state))) throw new InterruptedError();
}
