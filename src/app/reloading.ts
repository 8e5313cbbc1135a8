import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, Reread } from '#src/config/load-config.ts';
import { createReload, READ_EVERY_MS, type ReloadOutcome } from '#src/config/reload.ts';
import type { Log } from '#src/log.ts';
import { policiesIn } from '#src/project/create-project.ts';
import type { PolicyStore } from '#src/redis/stores/policy-store.ts';
import type { Telemetry } from '#src/telemetry/telemetry.ts';

/** Looks at relaydesk.yml every few seconds, and says in log and metrics what became of it. */
export function createReloading(deps: {
  readonly reread: () => Reread;
  readonly current: () => Config;
  readonly policies: PolicyStore;
  /** Called when another configuration is in force. */
  readonly onTaken: () => Promise<void>;
  readonly metrics: Pick<Telemetry['metrics'], 'configRead' | 'policiesDiffer'>;
  readonly log: Log;
}) {
  const { reread, current, policies, onTaken, metrics, log } = deps;
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
  async function compare(): Promise<void> {
    const { own } = await policies.look(policiesIn(current()));
    metrics.policiesDiffer(own);
  }
  const reload = createReload({
    reread,
    prepare: (config) => policies.take(policiesIn(config)),
    after: () =>
      compare().catch((error: unknown) => log.debug('policies: not compared', { error })),
    told,
    ticks: () => performance.now(),
    sleep,
    onError: (error) => log.warn('relaydesk.yml could not be taken yet', { error }),
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Before the first decision: the store gets to know by which policies this replica decides. */
    async start(): Promise<void> {
      await policies.take(policiesIn(current()));
      timer = setInterval(() => void reload.look(), READ_EVERY_MS);
    },
    stop: (): void => clearInterval(timer),
    /** Reads it now. */
    look: (): Promise<void> => reload.look(),
  };
}
