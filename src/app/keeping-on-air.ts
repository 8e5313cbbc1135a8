import { randomUUID } from 'node:crypto';
import { createKeepOnAir, type KeepOnAir } from '#src/ending/keep-on-air.ts';
import { endingLease, type createLeases } from '#src/redis/work/leases.ts';
import { createEndingPoster } from '#src/slack/ending/ending-poster.ts';

type Wanted = Parameters<typeof createKeepOnAir>[0];

/** Watches what ends soon, with the leases of the store and messages in Slack. */
export function createKeepingOnAir(
  deps: Omit<Wanted, 'store' | 'poster' | 'renew' | 'isBusy' | 'newId'> & {
    readonly stores: { readonly endings: Wanted['store'] };
    readonly channelDeps: Parameters<typeof createEndingPoster>[0];
    readonly leases: Pick<ReturnType<typeof createLeases>, 'take'>;
    readonly execution: { readonly isRunning: () => boolean };
  },
): KeepOnAir {
  const { stores, channelDeps, leases, execution } = deps;
  return createKeepOnAir({
    ...deps,
    store: stores.endings,
    poster: createEndingPoster(channelDeps),
    renew: (cloud) => leases.take(endingLease(cloud)),
    isBusy: execution.isRunning,
    newId: randomUUID,
  });
}
