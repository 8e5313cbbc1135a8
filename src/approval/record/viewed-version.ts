import type { ChangeRequest } from './change-request.ts';
import type { Refusal } from './refusal.ts';

/** The version that a person was looking at: their answer may come late, or be about an old version. */
export interface ViewedVersion {
  readonly version: number;
  readonly digest: string;
  /** When the request was made, which distinguishes it from another one with the same id. Undefined: unknown. */
  readonly createdAtMs?: number | undefined;
}

/**
 * Whether the request is still the one that was viewed. An edit of only the reason or the time does not change the
 * payload and its digest. A version newer than the store's is one that the store has lost.
 */
export function isCurrent(request: ChangeRequest, viewed: ViewedVersion): boolean {
  return (
    isSameRequest(request, viewed) &&
    viewed.version >= request.contentVersion &&
    viewed.version <= request.version &&
    viewed.digest === request.digest
  );
}

/** A store that lost its last writes gives their ids out again. */
export function isSameRequest(
  { createdAtMs }: ChangeRequest,
  viewed: Pick<ViewedVersion, 'createdAtMs'>,
): boolean {
  return viewed.createdAtMs === undefined || viewed.createdAtMs === createdAtMs;
}

/** Where requests are read. */
interface Loading {
  readonly store: { readonly load: (id: string) => Promise<ChangeRequest | undefined> };
}

/** The request that a person was looking at, unless the store has lost it or the version they saw. */
export async function loadViewed(
  { store }: Loading,
  id: string,
  viewed: ViewedVersion,
): Promise<
  | { readonly ok: true; readonly request: ChangeRequest }
  | { readonly ok: false; readonly refusal: Refusal; readonly request?: ChangeRequest }
> {
  const request = await store.load(id);
  if (!request || !isSameRequest(request, viewed)) {
    return { ok: false, refusal: { reason: 'not_found' } };
  }
  return viewed.version > request.version
    ? { ok: false, refusal: { reason: 'lost_since' }, request }
    : { ok: true, request };
}
