import type { ChangeRequest } from './change-request.ts';

/** Whether it runs without anybody's approval; a retry of a break-glass is approved like any other change. */
export function runsUnapproved({ breakGlass, decisions }: ChangeRequest): boolean {
  return breakGlass !== undefined && decisions.length === 0;
}

/** A break-glass waits for a review until somebody else has signed it off. */
export function awaitsReview(request: ChangeRequest): boolean {
  return request.breakGlass !== undefined && request.afterReview === undefined;
}
