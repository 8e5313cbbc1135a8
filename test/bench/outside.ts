import { fileURLToPath } from 'node:url';
import { CHANNELS, CLOUD_USER, PROJECT, SECRETS, TEAM } from '#sandbox/cast.ts';
import { createSimulatedLive } from '#sandbox/live/simulated-live.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { createSimulatedSlack } from '#sandbox/slack/index.ts';
import { elementsOf } from '#sandbox/slack/blocks/blocks.ts';
import { stringOf } from '#sandbox/slack/json.ts';
import { stateOf } from '#sandbox/slack/views.ts';
import { answer } from './ask.ts';
import { clockMs } from './clock.ts';
import { LEADS, OPERATORS } from './people.ts';

/** Slack and the Live API in their own process, so that they do not block the bot. */

export interface OutsideOptions {
  /** Messages into one channel in a minute; undefined: no rates are simulated. */
  readonly messagesPerMinute?: number;
}

/** A call to the Live API, by the clock that all processes share. */
export interface LiveCallTimes {
  readonly method: string;
  readonly path: string;
  readonly taskId: string;
  readonly arrivedMs: number;
  answeredMs?: number;
  /** What a PUT carries. */
  readonly body?: unknown;
}

export interface PostedMessage {
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly text: string;
  readonly metadata: unknown;
}

/** A button under a message. */
export interface Button {
  readonly channel: string;
  readonly ts: string;
  readonly value: string;
}

const options = JSON.parse(process.argv[2] ?? '{}') as OutsideOptions;
const people = [...OPERATORS, ...LEADS].map((id) => ({ id, name: id, handle: id.toLowerCase() }));
const members = people.map(({ id }) => id);
/** The simulated Slack's clock minus this is the shared clock. */
const OFFSET_MS = Date.now() - clockMs();

const slack = await createSimulatedSlack({
  now: () => OFFSET_MS + clockMs(),
  manifest: fileURLToPath(new URL('../../manifest.yml', import.meta.url)),
  team: TEAM,
  people,
  channels: Object.values(CHANNELS).map((channel) => ({ ...channel, members })),
  usergroups: [{ id: 'S0LEADS', handle: 'leads', users: LEADS }],
  ...SECRETS,
  // Commands and clicks are sent by the load generator; nothing leaves from here.
  transport: { kind: 'http', url: 'http://127.0.0.1:9/' },
  limits:
    options.messagesPerMinute === undefined
      ? { strictRates: false }
      : { messagesPerMinute: options.messagesPerMinute },
});
const live = await createSimulatedLive({
  projectId: PROJECT.id,
  region: PROJECT.region,
  user: CLOUD_USER,
  omission: 'keep',
});

const liveCalls: LiveCallTimes[] = [];
const underWay = new Map<number, LiveCallTimes>();
const waiting = new Set<() => void>();
const puts = (): number => liveCalls.filter(({ method }) => method === 'PUT').length;
live.onChange((change) => {
  if (change.kind !== 'call' || change.call.on === undefined) return;
  const { call } = change;
  const begun = underWay.get(call.number);
  if (begun) {
    begun.answeredMs = clockMs();
    underWay.delete(call.number);
    return;
  }
  const { task_id: taskId } = { ...call.query, ...(call.body as { task_id?: string }) };
  const times = {
    method: call.method,
    path: call.path,
    taskId: taskId ?? '',
    arrivedMs: clockMs(),
    ...(call.method === 'PUT' ? { body: call.body } : {}),
  };
  underWay.set(call.number, times);
  liveCalls.push(times);
  for (const look of waiting) look();
});

/** Valid for a whole run, since the load is prepared in advance. */
const TRIGGER_LIFE_MS = 3_600_000;

const verbs = {
  addresses: () => ({ slack: slack.apiUrl, live: live.url }),
  /** Exactly these tasks. */
  setTasks(tasks: readonly WireTask[]): void {
    for (const task of live.tasks()) live.removeTask(task.task_id);
    for (const task of tasks) live.addTask(task);
  },
  /** Every call about tasks takes this long from now on, in milliseconds. */
  slowLive(delayMs: number): void {
    for (const on of ['GET', 'PUT'] as const) live.fail({ on, times: Infinity, with: { delayMs } });
  },
  task: (id: string): WireTask => live.task(id),
  /** Trigger ids, each for one modal. */
  triggers(personId: string, count: number): string[] {
    const { workspace } = slack;
    return Array.from({ length: count }, () => {
      const id = workspace.newId('trigger.');
      const atMs = workspace.now() + TRIGGER_LIFE_MS;
      workspace.triggers.set(id, { personId, atMs, used: false });
      return id;
    });
  },
  responseUrls(personId: string, channel: string, count: number): string[] {
    const { workspace } = slack;
    return Array.from({ length: count }, () => {
      const id = workspace.newId('');
      const atMs = workspace.now();
      workspace.responseUrls.set(id, { personId, channel, atMs, uses: 0 });
      return new URL(`/commands/${workspace.team.id}/1234567890/${id}`, slack.apiUrl).href;
    });
  },
  /** The modal in front of somebody, with the state that a submission would carry. */
  modal(personId: string) {
    const view = slack.workspace.stackOf(personId).at(-1);
    if (!view) return undefined;
    return {
      callbackId: view.callbackId,
      privateMetadata: view.privateMetadata,
      state: stateOf(view.blocks, view.typed),
      hash: view.hash,
    };
  },
  /** How often each method was called, successes and rate limits apart. */
  slackCalls(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { method, ok, error } of slack.workspace.calls) {
      const name = ok ? method : `${method} ${error ?? 'unanswered'}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  },
  /** When each call of a method arrived, by the clock that all processes share. */
  arrivals: (method: string): number[] =>
    slack.workspace.calls
      .filter((call) => call.method === method)
      .map(({ atMs }) => atMs - OFFSET_MS),
  /** Answers once a method was called this often, with when that call arrived, by the clock of all processes. */
  called: (method: string, count: number): Promise<number> =>
    new Promise((resolve) => {
      const { workspace } = slack;
      const look = (): void => {
        const call = workspace.calls.filter((each) => each.method === method)[count - 1];
        if (!call) return;
        stopLooking();
        resolve(call.atMs - OFFSET_MS);
      };
      const stopLooking = workspace.onChange(look);
      look();
    }),
  liveCalls: (): LiveCallTimes[] => liveCalls,
  liveCallCount: (): number => liveCalls.length,
  /** How many pages of the list of tasks were read. */
  pagesRead: (): number =>
    liveCalls.filter(
      ({ method, path, taskId }) => method === 'GET' && path.endsWith('/task') && taskId === '',
    ).length,
  /** Answers once this many PUTs have arrived, with the calls so far. */
  putsArrived: (count: number): Promise<LiveCallTimes[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (puts() < count) return;
        waiting.delete(look);
        resolve(liveCalls);
      };
      waiting.add(look);
      look();
    }),
  messages: (channelId: string): PostedMessage[] =>
    (slack.workspace.channels.get(channelId)?.messages ?? []).map((message) => ({
      ts: message.ts,
      threadTs: message.thread_ts,
      text: message.text,
      metadata: message.metadata,
    })),
  /** The buttons under the cards of a channel, the oldest card first. */
  buttons: (channelId: string, actionId: string): Button[] =>
    (slack.workspace.channels.get(channelId)?.messages ?? []).flatMap(({ ts, blocks }) =>
      blocks
        .flatMap((block) => elementsOf(block))
        .filter((element) => element['action_id'] === actionId)
        .map((element) => ({ channel: channelId, ts, value: stringOf(element['value']) })),
    ),
  faults: (): string[] => slack.faults(),
  /** Clears logs and messages, so that the simulated Slack stays fast. */
  forget(): void {
    const { workspace } = slack;
    workspace.calls.length = 0;
    workspace.deliveries.length = 0;
    workspace.ephemerals.length = 0;
    workspace.triggers.clear();
    workspace.stacks.clear();
    workspace.responseUrls.clear();
    for (const channel of workspace.channels.values()) channel.messages = [];
    liveCalls.length = 0;
  },
};

export type OutsideVerbs = typeof verbs;

answer(verbs);
