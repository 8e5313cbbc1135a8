import type { Fault, On } from '#sandbox/live/faults.ts';
import type { Trouble } from './trouble.ts';

/** Longer than the bot waits for the answer to a modification. */
const TOO_SLOW_MS = 11_500;

const BUSY = {
  status: 500,
  body: { error_code: 'LIVE.100011007', error_msg: 'The service is busy.' },
} as const;

const REFUSED = { error_code: 'LIVE.100011001', error_msg: 'Not like this.' } as const;

const FAULTS: readonly [string, On, Fault][] = [
  ['cut before it is applied', 'PUT', 'cut_before'],
  ['cut after it is applied', 'PUT', 'cut_after'],
  ['cut inside the answer', 'PUT', 'cut_inside'],
  ['applied, and the answer too late', 'PUT', { delayMs: TOO_SLOW_MS, applied: true }],
  ['applied too late', 'PUT', { delayMs: TOO_SLOW_MS }],
  ['401', 'PUT', { status: 401 }],
  ['429', 'PUT', { status: 429 }],
  ['a refusal', 'PUT', { status: 400, body: REFUSED }],
  ['500 LIVE.100011007', 'PUT', BUSY],
  ['a reading cut', 'GET', 'cut_before'],
  ['a reading with 500 LIVE.100011007', 'GET', BUSY],
];

/** Skipped in a short run: two that wait for a timeout, and one that resembles another. */
const isLeftOut = ({ name }: Trouble): boolean => /too late$|^a reading cut$/.test(name);

/**
 * Every one of them hits the calls of the lives that run now. A 401 comes once: after a second one, for a token that
 * is new, nothing is sent for five minutes.
 */
export const LIVE_TROUBLES: readonly Trouble[] = FAULTS.map(([name, on, fault]) => ({
  name,
  begin: ({ live }) => {
    live.fail({ on, with: fault, times: name === '401' ? 1 : 2 });
    return Promise.resolve(() => {
      // Unused faults must not affect the next trouble.
      live.clearFaults();
      return Promise.resolve();
    });
  },
}));

export const QUICK_LIVE_TROUBLES = LIVE_TROUBLES.filter((trouble) => !isLeftOut(trouble));
