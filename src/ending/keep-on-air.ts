import { letEnd, type LetEndDeps, noticedEnd } from './let-end.ts';
import { liveMap } from '#src/basics/derived.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { EndingStats } from '#src/ports/ending-stats.ts';
import { endingNumbers } from './due.ts';
import type { EndingProject, EndingSoon } from './ports.ts';
import { isWatched, step, type StepDeps } from './step.ts';

type Deps = Omit<StepDeps & LetEndDeps, 'projects'> & {
  readonly projects: ReadonlyMap<string, EndingProject>;
};

/** After a start the projects are read one after another within this time, in milliseconds. */
const FIRST_READ_WITHIN_MS = 60_000;

export type KeepOnAir = ReturnType<typeof createKeepOnAir>;

/** Calls people before the end of tasks that should stay on air; they can let a task end. */
export function createKeepOnAir(deps: Deps) {
  const projects = liveMap(
    () => new Map([...deps.projects.values()].map((each) => [each.cloud, each])),
  );
  const inCloud = { ...deps, projects };
  return {
    /** Schedules a step of each project that needs one, spread over some time: at the start, and after a change of the configuration. */
    async arm(): Promise<void> {
      for (const { cloud } of [...projects.values()].filter(isWatched)) {
        const spreadMs = Number.parseInt(sha256(cloud).slice(0, 8), 16) % FIRST_READ_WITHIN_MS;
        await deps.store.arm(cloud, deps.now() + spreadMs);
      }
    },
    /** The ends within a day in the watched projects, from the last read of their tasks. */
    soon: async (names: readonly string[]): Promise<EndingSoon[]> => {
      const watched = [...projects.values()].filter(
        (each) => isWatched(each) && names.includes(each.name),
      );
      const states = await Promise.all(watched.map(({ cloud }) => deps.store.load(cloud)));
      return states.flatMap(({ readMs, soon = [], soonCount = 0 }, index) => {
        const project = watched[index]?.name;
        return readMs === 0 || project === undefined
          ? []
          : [{ project, readMs, ends: soon, count: soonCount }];
      });
    },
    stats: async (): Promise<EndingStats[]> => {
      const nowMs = deps.now();
      const watched = [...projects.values()].filter(isWatched);
      return Promise.all(
        watched.map(async ({ name, cloud }) => {
          const [state, letEnds] = await Promise.all([
            deps.store.load(cloud),
            deps.store.letEnds(cloud),
          ]);
          return { project: name, ...endingNumbers(state, letEnds, nowMs) };
        }),
      );
    },
    step: (cloud: string) => step(inCloud, cloud),
    /** The end that a button refers to; undefined: it has been forgotten. */
    noticed: (notice: string, taskId: string) => noticedEnd(inCloud, notice, taskId),
    letEnd: (noticed: Parameters<typeof letEnd>[1], by: Person) => letEnd(inCloud, noticed, by),
  };
}
