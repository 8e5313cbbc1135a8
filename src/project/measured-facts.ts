import type { MeasuredFacts } from '#src/approval/findings.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import { knownFacts, type Measurements } from '#src/relay/measured.ts';

/** Nothing has been measured. */
export const NOTHING_MEASURED: MeasuredFacts = { stored: () => Promise.resolve(undefined) };

export interface MeasurementsRead {
  readonly load: (region: string) => Promise<Measurements>;
}

/** What was measured of the Live API in the region of a project. */
export function createMeasuredFacts(
  projects: readonly Pick<ProjectConfig, 'name' | 'region'>[],
  store: MeasurementsRead,
): MeasuredFacts {
  const regions = new Map(projects.map(({ name, region }) => [name, region]));
  return {
    async stored(project) {
      const region = regions.get(project);
      return region === undefined ? undefined : knownFacts(await store.load(region));
    },
  };
}
