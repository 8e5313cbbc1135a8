import type { ChangeRequest } from './change-request.ts';

/** The version that a person was looking at: their answer may come late, or from an old picture of it. */
export interface ViewedVersion {
  readonly version: number;
  readonly digest: string;
}

/**
 * Whether that is what the request still is. An edit of the reason or the time alone leaves the payload, and so
 * its digest, as they are.
 */
export function isCurrent(request: ChangeRequest, { version, digest }: ViewedVersion): boolean {
  return version >= request.contentVersion && digest === request.digest;
}
