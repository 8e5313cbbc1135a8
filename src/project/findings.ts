import { setTimeout as sleep } from 'node:timers/promises';
import type { FindingsStore } from '#src/approval/record/findings.ts';
import type { Config } from '#src/config/load-config.ts';
import type { Log } from '#src/log.ts';
import type { RivalStore, RivalTasks } from '#src/ports/rivals.ts';
import type { SourceCheckStore, SourceLooks } from '#src/ports/source-checks.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import { createCheckSource } from '#src/sources/check.ts';
import { createEgress } from '#src/sources/egress.ts';
import { createExaminer } from '#src/sources/examine.ts';
import { createSourceLooks, NO_LOOKS } from '#src/sources/source-looks.ts';
import { createMeasuredFacts, type MeasurementsRead } from './measured-facts.ts';
import { createRivalTasks } from './rival-tasks.ts';

/** Everything besides the task that decides what viewers will see: its sources, its rivals, and the API itself. */
export function createFindings(
  current: () => Config,
  stores: {
    readonly checks: SourceCheckStore;
    readonly rivals: RivalStore;
    readonly measurements: MeasurementsRead;
  },
  deps: {
    readonly projects: ReadonlyMap<
      string,
      { readonly cloud: string; readonly tasks: Pick<RelayTasks, 'list'> }
    >;
    readonly now: () => number;
    readonly sleep: (ms: number) => Promise<void>;
    readonly log: Log;
  },
): FindingsStore & { readonly sources: SourceLooks; readonly rivals: RivalTasks } {
  return {
    sources: configuredSources(current(), stores.checks, deps),
    rivals: createRivalTasks({ ...deps, store: stores.rivals }),
    measured: createMeasuredFacts(() => current().projects, stores.measurements, deps.now),
  };
}

/** Checks sources as configured. */
function configuredSources(
  { sourceChecks: policy }: Config,
  store: SourceCheckStore,
  { now, log }: { readonly now: () => number; readonly log: Log },
): SourceLooks {
  if (policy.offBecause === 'proxy') {
    log.warn('sources are not checked: behind a proxy, relaydesk cannot tell where a name leads');
  }
  if (policy.check === 'off') return NO_LOOKS;
  const egress = createEgress({ policy });
  return createSourceLooks({
    isRequired: policy.check === 'require',
    check: createCheckSource({ egress, examiner: createExaminer(), now }),
    store,
    now,
    after: (ms) => sleep(ms, undefined, { ref: false }),
    onError: (error) => log.warn('the result of a source check was not stored', { error }),
  });
}
