import { setTimeout as sleep } from 'node:timers/promises';
import { usualFailure, type Answer } from './answer.ts';
import type { Fault, On } from './faults.ts';

/** Performs a call with its faults and delays. */
export const meet = async (input: {
  readonly fault: Fault | undefined;
  readonly on: On | undefined;
  readonly act: () => Answer;
  readonly now: () => number;
  readonly hold: () => Promise<void>;
  readonly later: (atMs: number, act: () => void) => void;
}): Promise<Answer | 'cut'> => {
  const { fault, on, act } = input;
  if (fault === 'cut_before') return 'cut';
  if (fault !== undefined && typeof fault !== 'string' && 'lateMs' in fault) {
    input.later(input.now() + fault.lateMs, act);
    return 'cut';
  }
  if (fault === undefined || on === undefined || typeof fault === 'string') return act();
  if ('status' in fault) {
    if (fault.applied === true) act();
    const usual = usualFailure(on, fault.status);
    return { status: fault.status, body: fault.body ?? usual.body, headers: fault.headers ?? {} };
  }
  const wait = async (): Promise<void> => {
    await ('hold' in fault ? input.hold() : sleep(fault.delayMs));
  };
  if (fault.applied !== true) {
    await wait();
    return act();
  }
  const answer = act();
  await wait();
  return answer;
};
