import { createLooks } from '#src/execution/look-later.ts';
import { createDispatcher } from '#src/outbox/dispatcher.ts';
import { createHandlers } from '#src/outbox/handlers.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import { createDailyAuditHead } from '#src/slack/channel/daily-audit-head.ts';
import { isSlackAway } from '#src/slack/transport/slack-errors.ts';
import { createAroundEntry, createUnknownTold } from '#src/telemetry/entries.ts';
import type { Telemetry } from '#src/telemetry/telemetry.ts';

type Work = Parameters<typeof createHandlers>[0];
type Heads = Parameters<typeof createDailyAuditHead>[0];
type Loop = Parameters<typeof createDispatcher>[0];

/** The work of one replica: what it takes from the outbox, and who does it. */
export function createDispatching(
  deps: Omit<Work, 'looks' | 'heads'> &
    Parameters<typeof createLooks>[0] &
    Omit<Parameters<typeof createOutbox>[0], 'onUnknown'> &
    Pick<Loop, 'onBeat' | 'sleep' | 'log'> & {
      readonly telemetry: Telemetry;
      readonly channelDeps: Omit<Heads, 'trail' | 'posted'>;
      readonly trail: Heads['trail'];
      readonly headMarks: Heads['posted'];
    },
): ReturnType<typeof createDispatcher> {
  const { telemetry, channelDeps, trail, headMarks, now, log } = deps;
  const { metrics } = telemetry;
  return createDispatcher({
    ...deps,
    outbox: createOutbox({ ...deps, onUnknown: createUnknownTold({ log, metrics }) }),
    handlers: createHandlers({
      ...deps,
      looks: createLooks(deps),
      heads: createDailyAuditHead({ ...channelDeps, trail, posted: headMarks }),
    }),
    around: createAroundEntry({ ...telemetry, now, entryHandled: metrics.entryHandled }),
    isOutage: isSlackAway,
  });
}
