import type { ChangeRequest } from './change-request.ts';

/** What a person was looking at: it travels in buttons and modals, which may be old or delivered late. */
export interface Seen {
  readonly version: number;
  readonly digest: string;
}

/**
 * Whether that is what the request still is. An edit of the reason or the time alone leaves the payload, and so
 * its digest, as they are.
 */
export function isStill(request: ChangeRequest, { version, digest }: Seen): boolean {
  return version >= request.contentVersion && digest === request.digest;
}
