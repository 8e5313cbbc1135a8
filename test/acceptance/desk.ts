import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { toWireTime, type WireTask, type WireTaskFields } from '#sandbox/live/wire-task.ts';
import { createWorld, type WorldOptions } from '#sandbox/world.ts';
import { type Card, createChannel, untilCard } from './card.ts';
import { createPerson } from './people.ts';
import { createStoreReader } from './store.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Whole seconds, as a date-time picker gives them, this long from now. */
export const secondsFromNow = (ms: number): number => Math.floor((Date.now() + ms) / 1000);

interface DeskOptions extends WorldOptions {
  /** How many processes of the bot share the work. */
  readonly replicas?: number;
}

/** A running desk with everybody at it. */
export const openDesk = async ({ replicas = 1, ...options }: DeskOptions = {}) => {
  const world = await createWorld({
    ...options,
    // Slack's rates make a file of stories slow; `faults/` plays them.
    slack: { limits: { strictRates: false }, ...options.slack },
    live: { omission: 'keep', ...options.live },
  });
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
  let tasksMade = 0;

  return {
    ...world,
    replicas,
    ...people,
    store,
    opsChannel: createChannel(slack, CHANNELS.ops.id),
    leadsChannel: createChannel(slack, CHANNELS.leads.id),

    /** A task that no other test knows, running and with all of its fields. */
    newTask(fields: WireTaskFields = {}): WireTask {
      tasksMade += 1;
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
        start_time: toWireTime(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS),
        end_time: toWireTime(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + DAY_MS),
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

    /** Waits until nothing is left to be done now. */
    async isQuiet(): Promise<void> {
      await expect.poll(() => store.backlog(), { timeout: 20_000, interval: 50 }).toBe(0);
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

/** Over Socket Mode each click goes to another of two replicas, so every story is told of two as well. */
const REPLICAS = { socket: 2, http: 1 } as const;
type Transport = keyof typeof REPLICAS;

/** For a story that counts what is there, or changes people and channels: nobody else is at its desk. */
export const OWN_DESK: DeskOptions = {};

/** The desks of this process at which every story is told that needs none of its own. */
const shared = new Map<Transport, Promise<Desk>>();

const sharedDesk = (transport: Transport): Promise<Desk> => {
  const desk = shared.get(transport) ?? openDesk({ replicas: REPLICAS[transport], transport });
  shared.set(transport, desk);
  return desk;
};

/**
 * A story, told over Socket Mode with two replicas and over signed HTTP with one. Its tests share one
 * desk each, so each of them brings its own task. Nobody may break a rule of Slack in any of them.
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
      expect(at().slack.faults()).toEqual([]);
    });
    // A desk that is shared ends with the process.
    afterAll(() => (options === undefined ? undefined : desk?.close()));
    tell(at);
  });
};
