import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, Reread } from '#src/config/load-config.ts';
import { createReload, READ_EVERY_MS, type ReloadOutcome } from '#src/config/reload.ts';
import type { Log } from '#src/log.ts';
import type { Telemetry } from '#src/telemetry/telemetry.ts';

/** Looks at relaydesk.yml every few seconds, and says in log and metrics what became of it. */
export function createReloading(deps: {
  readonly reread: () => Reread;
  /** Makes known what is about to be in force. While it throws, nothing is taken. */
  readonly prepare: (config: Config) => Promise<void>;
  /** Called when another configuration is in force. */
  readonly onTaken: () => Promise<void>;
  readonly metrics: Pick<Telemetry['metrics'], 'configRead'>;
  readonly log: Log;
}) {
  const { reread, prepare, onTaken, metrics, log } = deps;
  function told(outcome: ReloadOutcome): void {
    metrics.configRead(outcome.kind);
    switch (outcome.kind) {
      case 'taken':
        log.info('relaydesk.yml was read again and is in force', { changed: outcome.changed });
        onTaken().catch((error: unknown) => log.warn('after relaydesk.yml was taken', { error }));
        return;
      case 'back':
        log.info('relaydesk.yml is again the one that is in force');
        return;
      case 'refused':
        for (const problem of outcome.problems) {
          log.error('relaydesk.yml is not taken, and the one before stays in force', { problem });
        }
    }
  }
  const reload = createReload({
    reread,
    prepare,
    told,
    ticks: () => performance.now(),
    sleep,
    onError: (error) => log.warn('relaydesk.yml could not be taken yet', { error }),
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    start(): void {
      timer = setInterval(() => void reload.look(), READ_EVERY_MS);
    },
    stop: (): void => clearInterval(timer),
    /** Reads it now. */
    look: (): Promise<void> => reload.look(),
  };
}
