import { setTimeout as sleep } from 'node:timers/promises';
import { CLOSED_STATES } from '#src/approval/change-request.ts';
import { backlogOf, documents } from './audit.ts';
import type { Stage } from './stage.ts';

/** An unconfirmed request takes a minute; the rest is for whatever waits before its next try. */
const SETTLE_MS = 150_000;
const LOOK_MS = 200;

/** Waits until every request has ended and nothing is left to be done. */
export const settles = async (stage: Stage, timeoutMs = SETTLE_MS): Promise<void> => {
  const untilMs = Date.now() + timeoutMs;
  await stage.front.isQuiet();
  while (Date.now() < untilMs) {
    const open = (await documents(stage)).filter(
      ({ state }) => !CLOSED_STATES.some((closed) => closed === state),
    );
    if (open.length === 0 && (await backlogOf(stage)).length === 0) return;
    await sleep(LOOK_MS);
  }
};
