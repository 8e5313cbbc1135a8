import { createCache } from '#src/basics/cache.ts';
import { derived } from '#src/basics/derived.ts';
import type { MeasuredFacts } from '#src/approval/record/findings.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import { knownFacts, type Measurements } from '#src/relay/measured.ts';

/** How long results of probes are cached, in milliseconds. */
const STORED_MS = 30_000;

/** Nothing has been measured. */
export const NOTHING_MEASURED: MeasuredFacts = { stored: () => Promise.resolve(undefined) };

export interface MeasurementsRead {
  readonly load: (region: string) => Promise<Measurements>;
}

/** What was measured about the Live API in the region of a project. */
export function createMeasuredFacts(
  projects: () => readonly Pick<ProjectConfig, 'name' | 'region'>[],
  store: MeasurementsRead,
  now: () => number,
): MeasuredFacts {
  const lately = createCache({
    forMs: STORED_MS,
    now,
    load: (region: string) => store.load(region),
  });
  const regions = derived(
    projects,
    (all) => new Map(all.map(({ name, region }) => [name, region])),
  );
  return {
    async stored(project) {
      const region = regions().get(project);
      return region === undefined ? undefined : knownFacts(await lately.get(region));
    },
  };
}
