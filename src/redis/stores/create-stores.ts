import { createRateLimiter } from '#src/redis/work/rate-limiter.ts';
import type { Connection, Writes } from '#src/redis/script.ts';
import { createAuditTrail, createHeadMarks } from './audit-trail.ts';
import { createEndingStore } from './ending-store.ts';
import { createFindingStores } from './finding-stores.ts';
import { createFreezeStore } from './freeze-store.ts';
import { createHomeViewers } from './home-viewers.ts';
import { createConfigMarks, createOutOfReachMarks } from './marks.ts';
import { createPresetStore } from './presets.ts';
import { createRetention } from './retention.ts';
import { createShownStore } from './shown-store.ts';
import { createStoreStats } from './store-stats.ts';

/** All stores other than those of requests, drafts and events, for one replica. */
export function createStores(
  { redis, writes }: { readonly redis: Connection; readonly writes: Writes },
  options: {
    readonly replica: string;
    /** Messages that Slack lets into one channel in a minute. */
    readonly messagesPerMinute: number;
    /** How long a closed request stays, in milliseconds. */
    readonly retentionMs: () => number;
    readonly now: () => number;
  },
) {
  const { replica, messagesPerMinute, retentionMs, now } = options;
  return {
    ...createFindingStores(redis),
    trail: createAuditTrail(redis),
    headMarks: createHeadMarks(redis),
    shown: createShownStore(redis, now, writes, replica),
    rateLimiter: createRateLimiter(redis, messagesPerMinute, now),
    outOfReachMarks: createOutOfReachMarks(redis),
    configMarks: createConfigMarks(redis),
    viewers: createHomeViewers(redis, now),
    endings: createEndingStore(redis, replica, writes),
    savedPresets: createPresetStore(redis, writes),
    retention: createRetention(redis, { keepMs: retentionMs, now }),
    freezes: createFreezeStore(redis, writes),
    stats: createStoreStats(redis, now),
  };
}
