import { createKeepOnAir } from '#src/ending/keep-on-air.ts';
import type { EndingProject, EndingState, EndNotice, LetEnd } from '#src/ending/ports.ts';
import { type Ending, endingOf } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { CLOUD } from '../approval/sample-request.ts';
import { partOf } from '../part-of.ts';
import { at, nowMs, taskWith } from '../relay/sample-task.ts';

export const minuteMs = 60_000;

/** A task that should stay on air, and ends in so many minutes. */
export function kept(name: string, inMinutes: number, fields: Partial<RelayTask> = {}): RelayTask {
  return taskWith({
    task_id: name,
    app_name: 'keep',
    stream_name: name,
    end_time: at(inMinutes * minuteMs),
    ...fields,
  });
}

type Deps = Parameters<typeof createKeepOnAir>[0];

const ref = ({ id }: EndNotice) => ({ channel: 'C0OPS', ts: `${id}.0` });

/** Keep on air with everything around it in memory; each part can be told to misbehave. */
export function setUpEndings(
  given: Partial<Pick<EndingProject, 'keepOnAir' | 'cloud' | 'digestAt' | 'timeZone'>> = {},
) {
  const world = {
    nowMs,
    tasks: [] as RelayTask[],
    /** What a list has in place of all tasks. */
    listed: undefined as RelayTask[] | undefined,
    listFails: false,
    /** The next post is made, and its sender dies before it hears of that. */
    diesAfterPost: false,
    /** Slack refuses to edit a message. */
    updateFails: false,
    holdsLease: true,
    isStopping: false,
    isBusy: false,
    state: { readMs: 0, told: {} } as EndingState,
    posted: [] as EndNotice[],
    updated: [] as EndNotice[],
    notices: new Map<string, EndNotice>(),
    letEnds: new Map<string, LetEnd>(),
    audit: [] as string[],
    slept: [] as number[],
    armed: [] as (readonly [string, number])[],
  };
  let ids = 0;
  const project = partOf<EndingProject>({
    name: 'live-prod',
    cloud: CLOUD,
    keepOnAir: ['keep/*'],
    timeZone: 'UTC',
    sweeps: {
      list: async (between) => {
        await between?.();
        return world.listFails
          ? { ok: false, failure: { kind: 'timeout' } }
          : { ok: true, tasks: world.listed ?? world.tasks };
      },
    },
    tasks: {
      read: (id) => {
        const task = world.tasks.find(({ task_id: taskId }) => taskId === id);
        return Promise.resolve(task ? { ok: true, task } : { ok: 'not_found' });
      },
    },
    ...given,
  });
  const deps = partOf<Deps>({
    projects: new Map([[project.name, project]]),
    endings: {
      of: (_project, tasks) =>
        Promise.resolve(
          new Map(
            tasks.flatMap((task): [string, Ending][] => {
              const ending = endingOf(task, world.nowMs, { durations: new Map() });
              return ending ? [[task.task_id, ending]] : [];
            }),
          ),
        ),
    },
    store: {
      load: () => Promise.resolve(world.state),
      save: (_cloud, state) => {
        if (world.holdsLease) world.state = JSON.parse(JSON.stringify(state));
        return Promise.resolve(world.holdsLease);
      },
      loadNotice: (id) => Promise.resolve(world.notices.get(id)),
      saveNotice: (notice) => {
        world.notices.set(notice.id, JSON.parse(JSON.stringify(notice)));
        return Promise.resolve();
      },
      letEnds: () => Promise.resolve(new Map(world.letEnds)),
      letEnd: (_cloud, mark) => Promise.resolve(void world.letEnds.set(mark.taskId, mark)),
      forgetLetEnds: (_cloud, taskIds) =>
        Promise.resolve(taskIds.forEach((id) => world.letEnds.delete(id))),
      arm: (cloud, atMs) => Promise.resolve(void world.armed.push([cloud, atMs])),
    },
    poster: {
      takeSlot: () => Promise.resolve(),
      post: (notice) => {
        world.posted.push(notice);
        if (!world.diesAfterPost) return Promise.resolve(ref(notice));
        world.diesAfterPost = false;
        return Promise.reject(new Error('killed'));
      },
      find: ({ id }) => {
        const found = world.posted.find((notice) => notice.id === id);
        return Promise.resolve(found && ref(found));
      },
      update: (notice) =>
        world.updateFails
          ? Promise.reject(new Error('invalid_blocks'))
          : Promise.resolve(void world.updated.push(notice)),
    },
    approval: { page: () => Promise.resolve({ requests: [], total: 0 }) },
    trail: { note: (_about, _value, line) => Promise.resolve(void world.audit.push(line)) },
    renew: () => Promise.resolve(world.holdsLease),
    isBusy: () => world.isBusy,
    isStopping: () => world.isStopping,
    newId: () => `notice-${(ids += 1)}`,
    now: () => world.nowMs,
    sleep: (ms) => Promise.resolve(void world.slept.push(ms)),
    log: { warn: () => undefined },
  });
  const keepOnAir = createKeepOnAir(deps);
  return {
    world,
    keepOnAir,
    step: () => keepOnAir.step(CLOUD),
    /** The tasks in each message that was posted. */
    called: () => world.posted.map(({ ends }) => ends.map(({ taskId }) => taskId)),
  };
}
