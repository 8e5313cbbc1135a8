import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { canonicalJson } from '#src/relay/payload.ts';
import { backlogOf, documents, openOf } from './audit.ts';
import type { Stage } from './stage.ts';

/** A minute for unconfirmed requests; the rest is for retries. */
const SETTLE_MS = 150_000;
const LOOK_MS = 200;

/**
 * Waits until every request has ended and no work is left. A short run does not wait for calls that never took effect
 * and are still being checked, which takes a minute; it resolves with their ids.
 */
export const settles = async (stage: Stage, isShort: boolean): Promise<readonly string[]> => {
  const untilMs = Date.now() + SETTLE_MS;
  await stage.front.isQuiet();
  while (Date.now() < untilMs) {
    const open = openOf(await documents(stage));
    const waiting = isShort ? open.filter((request) => isLookedFor(stage, request)) : [];
    const ids = waiting.map(({ id }) => id);
    if (open.length === ids.length && (await backlogOf(stage, ids)).length === 0) return ids;
    await sleep(LOOK_MS);
  }
  return [];
};

const isLookedFor = ({ live }: Stage, { state, payload }: ChangeRequest): boolean =>
  state === 'unconfirmed' &&
  !live
    .puts()
    .some(({ isApplied, body }) => isApplied && canonicalJson(body) === canonicalJson(payload));
