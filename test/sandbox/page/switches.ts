import type { Fault, On } from '../live/faults.ts';
import type { SimulatedLive } from '../live/simulated-live.ts';
import type { StreamBehaviour } from '../live/streams.ts';
import { taskEvents, toWireTime, type WireTask, type WireTaskFields } from '../live/wire-task.ts';
import { fieldsOf, stringOf, type Fields } from '../slack/json.ts';
import { failSlack, slackFailures, slackFaults, slackMethods } from './slack-failures.ts';
import type { Surroundings } from './surroundings.ts';

/** A pending fault. */
export type Armed = { readonly on: string; readonly what: string };

type Kind = 'fault' | 'hook';

const hourMs = 3_600_000;
const longestStepSeconds = 31 * 24 * 3600;

const asOn = (value: unknown): On => {
  if (value === 'GET' || value === 'PUT' || value === 'TOKEN') return value;
  throw new Error('a call is GET, PUT or TOKEN');
};

const asNumber = (value: unknown, min: number, max: number, what: string): number => {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${what} is a whole number from ${min} to ${max}`);
};

const readFault = (body: Fields): { readonly fault: Fault; readonly what: string } => {
  const applied = body['applied'] === true ? { applied: true } : {};
  const how = stringOf(body['with']);
  switch (how) {
    case 'cut_before':
      return { fault: how, what: 'is cut off before anything happens' };
    case 'cut_after':
      return { fault: how, what: 'takes effect, then its answer is cut off' };
    case 'cut_inside':
      return { fault: how, what: 'takes effect, and half of its answer arrives' };
    case 'slow': {
      const seconds = asNumber(body['seconds'], 1, 120, 'the delay');
      return { fault: { delayMs: seconds * 1000, ...applied }, what: `waits ${seconds} seconds` };
    }
    case 'hold':
      return { fault: { hold: true }, what: 'is held until you release it' };
    case 'status': {
      const status = asNumber(body['status'], 400, 599, 'a status');
      const code = stringOf(body['code']);
      const message = stringOf(body['message']) || 'Ordered in the sandbox.';
      const error = code === '' ? {} : { body: { error_code: code, error_msg: message } };
      return {
        fault: { status, ...error, ...applied },
        what: `fails with ${[status, code].filter(Boolean).join(' ')}`,
      };
    }
    default:
      throw new Error(`nothing goes wrong like "${how}"`);
  }
};

const edits: Readonly<Record<string, (task: WireTask) => WireTaskFields>> = {
  toggle_status: ({ status }) => ({ status: status === 'pause' ? 'enable' : 'pause' }),
  add_source: ({ source_urls = [] }) => ({
    source_urls: [...source_urls, 'https://media.example.com/added/by-somebody-else.mp4'],
  }),
  loop_three: () => ({ vod_loop_time: '3' }),
  end_later: ({ end_time }) => ({
    end_time: toWireTime((Date.parse(end_time ?? '') || Date.now()) + hourMs),
  }),
};

const streams: Readonly<Record<string, StreamBehaviour>> = {
  there: {},
  late: { upAfterMs: 45_000 },
  never: { upAfterMs: Infinity },
  lost: { downAfterMs: 60_000 },
  black: { isBlack: true },
  odd: { fields: { video_frame_rate: 0, resolution: '', video_codec: 'AV9' } },
};

/** Options in the forms of switches: values and names. */
export const menu = {
  calls: [
    ['PUT', 'PUT, the change'],
    ['GET', 'GET, reading tasks'],
    ['TOKEN', 'TOKEN, signing in'],
  ],
  faults: [
    ['status', 'fails with a status'],
    ['slow', 'is slow'],
    ['cut_before', 'is cut off before it takes effect'],
    ['cut_after', 'takes effect, its answer is cut off'],
    ['cut_inside', 'takes effect, half an answer comes'],
    ['hold', 'is held until you release it'],
  ],
  edits: [
    ['toggle_status', 'pauses or resumes it'],
    ['add_source', 'adds a file to its list'],
    ['loop_three', 'sets it to three rounds'],
    ['end_later', 'ends it an hour later'],
  ],
  moments: [
    ['now', 'now'],
    ['PUT', 'just before the next PUT'],
    ['GET', 'just before the next GET'],
  ],
  streams: [
    ['there', 'is there while it is pushed'],
    ['late', 'comes up 45 seconds late'],
    ['never', 'never comes up'],
    ['lost', 'is lost a minute after it came up'],
    ['black', 'is there, but black'],
    ['odd', 'is there, with odd numbers'],
  ],
  listings: [
    ['listed', 'has the streams'],
    ['no_permission', 'is refused: 403'],
    ['not_found', 'is not found: 404'],
  ],
  events: taskEvents.map((event) => [event, event]),
  slackMethods,
  slackFaults,
} as const;

/** Remembers pending faults; the simulated API applies those of one kind in turn. */
const createArmed = (live: SimulatedLive) => {
  let orders: (Armed & { readonly kind: Kind })[] = [];
  const forget = live.onChange((change) => {
    if (change.kind !== 'call' || change.call.answer !== undefined) return;
    for (const kind of ['fault', 'hook'] as const) {
      const done = orders.find((order) => order.kind === kind && order.on === change.call.on);
      orders = orders.filter((order) => order !== done);
    }
  });
  return {
    add: (kind: Kind, on: On, what: string): void => void orders.push({ kind, on, what }),
    clear: (): void => {
      orders = [];
    },
    list: (): Armed[] => orders.map(({ on, what }) => ({ on, what })),
    forget,
  };
};

type Switch = (body: Fields) => void | Promise<void>;

/** What can be done to the world around the bot. */
export const createSwitches = ({ slack, live, world }: Surroundings) => {
  const armed = createArmed(live);

  const edit = (body: Fields): void => {
    const change = edits[stringOf(body['change'])];
    const taskId = stringOf(body['task']);
    if (change === undefined) throw new Error('nobody changes a task like that');
    const act = (): void => void live.edit(taskId, change(live.task(taskId)));
    if (body['when'] === 'now') {
      act();
      return;
    }
    const on = asOn(body['when']);
    const { stream_name = taskId } = live.task(taskId);
    live.before(on, act);
    armed.add('hook', on, `finds ${stream_name} changed by somebody else`);
  };

  const redis = world.redis ?? {
    freeze: () => {
      throw new Error('this sandbox has no Redis to stop');
    },
    thaw: () => {},
  };

  const clock = (body: Fields): void | Promise<void> => {
    if (world.clock === undefined) throw new Error('this sandbox has no clock to move');
    if (body['do'] === 'freeze') return world.clock.freeze();
    if (body['do'] === 'thaw') return world.clock.thaw();
    return world.clock.moveOn(asNumber(body['seconds'], 1, longestStepSeconds, 'a step') * 1000);
  };

  const switches: Readonly<Record<string, Switch>> = {
    fail: (body) => {
      const on = asOn(body['on']);
      const { fault, what } = readFault(body);
      live.fail({ on, with: fault });
      armed.add('fault', on, what);
    },
    fail_slack: (body) => failSlack(slack, body),
    clear: () => {
      live.clearFaults();
      slack.clearFailures();
      armed.clear();
    },
    release: () => live.release(),
    edit,
    event: async (body) => {
      const event = taskEvents.find((name) => name === body['event']);
      if (event === undefined) throw new Error('there is no such event');
      await live.fireEvent(stringOf(body['task']), event);
    },
    stream: (body) => {
      const behaviour = streams[stringOf(body['how'])];
      if (behaviour === undefined) throw new Error('no stream behaves like that');
      live.streamOf(stringOf(body['task']), behaviour);
    },
    listing: (body) => {
      const answer = menu.listings.find(([name]) => name === body['answer']);
      if (answer === undefined) throw new Error('no listing of streams answers like that');
      live.answerStreams(answer[0]);
    },
    expire_tokens: () => live.expireTokens(),
    freeze_redis: () => redis.freeze(),
    thaw_redis: () => redis.thaw(),
    cut_slack: () => slack.disconnectSockets('cut'),
    start_bot: () => world.bot.start(),
    kill_bot: () => world.bot.kill(),
    restart_bot: () => world.bot.restart(),
    clock,
  };

  return {
    armed: (): Armed[] => [...armed.list(), ...slackFailures(slack)],
    turn: async (given: unknown): Promise<void> => {
      const body = fieldsOf(given);
      const found = switches[stringOf(body['switch'])];
      if (found === undefined) throw new Error(`there is no switch "${stringOf(body['switch'])}"`);
      await found(body);
    },
    stop: armed.forget,
  };
};
