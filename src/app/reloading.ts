import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, Reread } from '#src/config/load-config.ts';
import { createReload, READ_EVERY_MS, type ReloadOutcome } from '#src/config/reload.ts';
import type { Log } from '#src/log.ts';
import { policiesIn } from '#src/project/create-project.ts';
import type { PolicyStore } from '#src/redis/stores/policy-store.ts';
import type { ConfigNews } from '#src/slack/channel/config-news.ts';
import type { Telemetry } from '#src/telemetry/telemetry.ts';

/** Checks relaydesk.yml every few seconds, and reports the result in log, metrics and ops channels. */
export function createReloading(deps: {
  readonly reread: () => Reread;
  readonly current: () => Config;
  readonly policies: PolicyStore;
  readonly configNews: ConfigNews;
  /** Called when another configuration is in force. */
  readonly onTaken: () => Promise<void>;
  readonly metrics: Pick<Telemetry['metrics'], 'configRead' | 'policiesDiffer'>;
  readonly log: Log;
}) {
  const { reread, current, policies, configNews, onTaken, metrics, log } = deps;
  const announce = createAnnouncing(configNews, log);
  let problems: readonly string[] = [];
  let lasting: readonly string[] = [];
  function told(outcome: ReloadOutcome): void {
    metrics.configRead(outcome.kind);
    problems = outcome.kind === 'refused' ? outcome.problems : [];
    switch (outcome.kind) {
      case 'taken':
        log.info('relaydesk.yml was read again and is in force', { changed: outcome.changed });
        onTaken().catch((error: unknown) => log.warn('an error after a reload', { error }));
        return;
      case 'back':
        log.info('relaydesk.yml is again the one that is in force');
        return;
      case 'refused':
        for (const problem of outcome.problems) {
          log.error('relaydesk.yml is refused, and the previous one stays in force', { problem });
        }
    }
  }
  async function compare(): Promise<void> {
    const differences = await policies.look(policiesIn(current()));
    metrics.policiesDiffer(differences.own);
    ({ lasting } = differences);
  }
  const reload = createReload({
    reread,
    prepare: (config) => policies.take(policiesIn(config)),
    async after() {
      await compare().catch((error: unknown) => log.debug('cannot compare policies', { error }));
      // Nothing waits for Slack.
      void announce({ problems, lasting });
    },
    told,
    ticks: () => performance.now(),
    sleep,
    onError: (error) => log.warn('cannot put relaydesk.yml in force yet', { error }),
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Before the first decision: the store gets to know by which policies this replica decides. */
    async start(): Promise<void> {
      await policies.take(policiesIn(current()));
      timer = setInterval(() => void reload.look(), READ_EVERY_MS);
    },
    stop: (): void => clearInterval(timer),
    look: (): Promise<void> => reload.look(),
  };
}

/**
 * Reports a state that differs from the last one that this replica reported, one at a time; if that fails, the next
 * call tries again.
 */
function createAnnouncing(news: ConfigNews, log: Pick<Log, 'debug'>) {
  let isTelling = false;
  let told: { problems?: string; lasting?: string } = {};
  return async (now: {
    readonly problems: readonly string[];
    readonly lasting: readonly string[];
  }): Promise<void> => {
    if (isTelling) return;
    isTelling = true;
    const [problems, lasting] = [now.problems.join('\n'), now.lasting.join(' ')];
    try {
      if (problems !== told.problems) await news.refused(now.problems);
      told = { ...told, problems };
      if (lasting !== told.lasting) await news.differing(now.lasting);
      told = { ...told, lasting };
    } catch (error) {
      log.debug('cannot post news of relaydesk.yml yet', { error });
    } finally {
      isTelling = false;
    }
  };
}
