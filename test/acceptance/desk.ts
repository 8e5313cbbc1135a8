import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { toWireTime, type WireTask, type WireTaskFields } from '#sandbox/live/wire-task.ts';
import { createWorld, type WorldOptions } from '#sandbox/world.ts';
import { type Card, createChannel, untilCard } from './card.ts';
import { createPerson } from './people.ts';
import { createStoreReader } from './store.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** This long from now, in whole seconds as a picker sends them. */
export const secondsFromNow = (ms: number): number => Math.floor((Date.now() + ms) / 1000);

/**
 * A clock that starts at the next noon in UTC, for stories about days: none ends while they are told. It is never behind
 * the real time, by which Redis lets keys expire.
 */
export const clockAtNoon = () => {
  const noonMs = 12 * HOUR_MS;
  return createClock({ startMs: Math.ceil((Date.now() - noonMs) / DAY_MS) * DAY_MS + noonMs });
};

interface DeskOptions extends WorldOptions {
  /** How many processes of the bot share the work. */
  readonly replicas?: number;
  /** Whether people sit where clocks change twice a year. */
  readonly clocksChange?: boolean;
}

/**
 * Without summer time, and as far from UTC as their own zones are in winter: a time some hours ahead is never one that
 * comes twice that night, which a form would ask about.
 */
const WITHOUT_SUMMER_TIME: Readonly<Record<string, string>> = {
  [PEOPLE.operator.id]: 'Africa/Lagos',
  [PEOPLE.lead.id]: 'Africa/Lagos',
  [PEOPLE.secondLead.id]: 'America/Bogota',
};

/** A running bot with everybody who uses it. */
export const openDesk = async ({
  replicas = 1,
  clocksChange = false,
  ...options
}: DeskOptions = {}) => {
  const world = await createWorld({
    ...options,
    // Slack's rate limits would slow stories down; `test/faults/` simulates them.
    slack: { limits: { strictRates: false }, ...options.slack },
    live: { omission: 'keep', ...options.live },
  });
  const zones = clocksChange ? {} : WITHOUT_SUMMER_TIME;
  for (const [id, tz] of Object.entries(zones)) world.slack.changePerson(id, { tz });
  await Promise.all(Array.from({ length: replicas }, () => world.startBot()));
  const { slack, live } = world;
  const store = createStoreReader(world.redis.url);
  const people = {
    operator: createPerson(slack, PEOPLE.operator.id),
    lead: createPerson(slack, PEOPLE.lead.id),
    secondLead: createPerson(slack, PEOPLE.secondLead.id),
    thirdLead: createPerson(slack, PEOPLE.thirdLead.id),
    onCall: createPerson(slack, PEOPLE.onCall.id),
    guest: createPerson(slack, PEOPLE.guest.id),
    outsider: createPerson(slack, PEOPLE.outsider.id),
    stranger: createPerson(slack, PEOPLE.stranger.id),
  };
  const nowMs = options.clock?.now ?? Date.now;
  let tasksMade = 0;

  return {
    ...world,
    replicas,
    ...people,
    store,
    opsChannel: createChannel(slack, CHANNELS.ops.id),
    leadsChannel: createChannel(slack, CHANNELS.leads.id),

    /** A new task with all fields set, which is on air from an hour ago until a day from now, by the clock of the desk. */
    newTask(fields: WireTaskFields = {}): WireTask {
      tasksMade += 1;
      const minuteMs = Math.floor(nowMs() / MINUTE_MS) * MINUTE_MS;
      const task: WireTask = {
        task_id: randomUUID(),
        region: 'cn-north-4',
        domain: 'push.live.example.com',
        app_name: 'live',
        stream_name: `channel-${tasksMade}`,
        status: 'enable',
        source_type: 'PullVodPushLive',
        source_urls: [
          'https://media.example.com/one.mp4',
          'https://media.example.com/two.mp4',
          'https://media.example.com/three.mp4',
        ],
        vod_loop_time: '-1',
        vod_refresh_type: 'immediate_new_source',
        vod_start_video_index: 0,
        vod_start_video_time: 0,
        start_time: toWireTime(minuteMs - HOUR_MS),
        end_time: toWireTime(minuteMs + DAY_MS),
        callback_events: ['TaskStart', 'TaskExit'],
        ...fields,
      };
      live.addTask(task);
      return task;
    },

    cardOf: (request: string): Promise<Card> => untilCard(slack, request),

    /** The calls that modify this task, in order. */
    putsOf: (task: WireTask) =>
      live.puts().filter(({ body }) => (body as WireTask | undefined)?.task_id === task.task_id),

    /** Waits until no work is left. After several failures in a row, work is tried again only half a minute later. */
    async isQuiet(): Promise<void> {
      const atMs = nowMs() - 1_000;
      const within = { timeout: 60_000, interval: 50 };
      // After a jump of the clock, work that has come due may not have been taken yet.
      await vi.waitFor(async () => expect(await store.dueBefore(atMs)).toEqual([]), within);
      await vi.waitFor(async () => expect(await store.backlog()).toEqual([]), within);
    },

    async afterTest(): Promise<void> {
      live.clearFaults();
      live.release();
      for (const person of Object.values(people)) await person.leaves();
    },

    async close(): Promise<void> {
      store.close();
      await world.stop();
    },
  };
};

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Over Socket Mode, clicks alternate between two replicas, so every story also covers two replicas. */
const REPLICAS = { socket: 2, http: 1 } as const;
type Transport = keyof typeof REPLICAS;

/** For stories that count everything or change people and channels: they get a desk to themselves. */
export const OWN_DESK: DeskOptions = {};

/** The shared desks of this process. */
const shared = new Map<Transport, Promise<Desk>>();

const sharedDesk = (transport: Transport): Promise<Desk> => {
  const desk = shared.get(transport) ?? openDesk({ replicas: REPLICAS[transport], transport });
  shared.set(transport, desk);
  return desk;
};

/**
 * Runs a story over Socket Mode with two replicas and over signed HTTP with one. Its tests share a desk, so each
 * brings its own task. Breaking a rule of Slack fails them.
 */
export const story = (
  title: string,
  tell: (at: () => Desk) => void,
  options?: DeskOptions,
): void => {
  describe.each(['socket', 'http'] as const)(`${title}, over %s`, (transport) => {
    let desk: Desk | undefined;
    const at = (): Desk => {
      if (!desk) throw new Error('the desk did not open');
      return desk;
    };
    beforeAll(async () => {
      desk = await (options === undefined
        ? sharedDesk(transport)
        : openDesk({ replicas: REPLICAS[transport], ...options, transport }));
    });
    afterEach(async () => {
      await at().afterTest();
      // What one test left for later would be work that others wait for.
      if (options === undefined) {
        await expect.poll(() => at().store.timersOf('execute')).toEqual([]);
      }
      expect(at().slack.faults()).toEqual([]);
    });
    // A desk that is shared ends with the process.
    afterAll(() => (options === undefined ? undefined : desk?.close()));
    tell(at);
  });
};
