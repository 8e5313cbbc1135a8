import type { FindingsStore } from '#src/approval/findings.ts';
import type { Config } from '#src/config/load-config.ts';
import type { Log } from '#src/log.ts';
import type { RivalStore, RivalTasks } from '#src/ports/rivals.ts';
import type { SourceCheckStore, SourceLooks } from '#src/ports/source-checks.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import { configuredSources } from './configured-sources.ts';
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
