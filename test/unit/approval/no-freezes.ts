import type { FreezeStore } from '#src/approval/policy/freeze-store.ts';

/** Nobody froze anything in chat. */
export const NO_FREEZES: FreezeStore = {
  load: () => Promise.resolve([]),
  save: () => Promise.resolve('written'),
};
