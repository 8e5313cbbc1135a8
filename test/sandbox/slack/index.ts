import { createDelivery, type Delivered } from './delivery.ts';
import { createFailures, type FailurePlan } from './failures.ts';
import { createHttpTransport } from './http-transport.ts';
import { copyOf, type Fields } from './json.ts';
import { readManifest } from './manifest.ts';
import { createPerson, type PersonDriver } from './person/index.ts';
import { createRates } from './rates.ts';
import { createSocketTransport, type Ending } from './socket-transport.ts';
import type { Transport, TransportChoice } from './transport.ts';
import type { Channel, LoggedCall, LoggedDelivery, Message, Person, SeenMessage } from './types.ts';
import { createUntil, describeWorkspace } from './until.ts';
import { createWebApi } from './web-api.ts';
import { createWorkspace, type Workspace, type WorkspaceSeed } from './workspace.ts';

export type SlackSecrets = {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
};

export type SimulatedSlackOptions = SlackSecrets &
  Omit<WorkspaceSeed, 'manifest' | 'now'> & {
    /** A path to an app manifest, or one as an object. */
    readonly manifest: string | URL | Fields;
    readonly transport: TransportChoice;
    /** Where the Web API listens on 127.0.0.1; any free port if left out. */
    readonly port?: number;
    /** The URL for the bot, if it differs. */
    readonly publicUrl?: string;
    /** Unix milliseconds: timestamps, triggers, response URLs. Real time if left out. */
    readonly now?: () => number;
    /**
     * The clock of rate limits, in milliseconds; `now` if left out. A clock that stands still would block a burst
     * forever.
     */
    readonly monotonicNow?: () => number;
    /** The clock for signatures over HTTP, which the bot compares with its own; real time if left out. */
    readonly botNow?: () => number;
    readonly limits?: {
      readonly strictRates?: boolean;
      /** Into one channel; 60 if left out. */
      readonly messagesPerMinute?: number;
    };
    /** Slack's three seconds; a test of slowness may scale them. */
    readonly ackTimeoutMs?: number;
    /** When an event that was not acknowledged is tried again. */
    readonly eventRetryDelaysMs?: readonly number[];
    /** Which Socket Mode connection gets the first payload. */
    readonly seed?: number;
  };

const slackAckTimeoutMs = 3000;
const slackRetryDelaysMs = [0, 60_000, 300_000];

const createTransports = (
  options: SimulatedSlackOptions,
  signingSecret: () => string,
  socket: Transport,
) => {
  const { ackTimeoutMs = slackAckTimeoutMs, botNow = Date.now } = options;
  const make = (choice: TransportChoice): Transport =>
    choice.kind === 'socket'
      ? socket
      : createHttpTransport({ url: choice.url, signingSecret, ackTimeoutMs, botNow });
  let current = make(options.transport);
  return {
    current: () => current,
    set: (choice: TransportChoice): void => {
      current = make(choice);
    },
  };
};

/** Slack itself posts a last message in the channel. */
const archive = (workspace: Workspace, channel: Channel): void => {
  channel.isArchived = true;
  channel.messages.push({
    ts: workspace.newTs(),
    channel: channel.id,
    user: channel.members[0] ?? '',
    subtype: channel.isPrivate ? 'group_archive' : 'channel_archive',
    text: 'archived the channel',
    blocks: [],
    mentions: [],
  });
};

/** A Slack workspace in this process, with one bot installed and people to drive. */
export const createSimulatedSlack = async (options: SimulatedSlackOptions) => {
  const { now = Date.now, monotonicNow = now, ackTimeoutMs = slackAckTimeoutMs } = options;
  const { seed = 0, eventRetryDelaysMs = slackRetryDelaysMs } = options;
  let secrets: SlackSecrets = options;
  const workspace = createWorkspace({ ...options, manifest: readManifest(options.manifest), now });
  const failures = createFailures();
  const rates = createRates({
    now: monotonicNow,
    isStrict: options.limits?.strictRates ?? true,
    messagesPerMinute: options.limits?.messagesPerMinute,
  });
  const api = await createWebApi({
    workspace,
    failures,
    rates,
    tokens: () => secrets,
    newTicket: () => sockets.newTicket(),
    port: options.port ?? 0,
    publicUrl: options.publicUrl,
  });
  const sockets = createSocketTransport({ server: api.server, workspace, ackTimeoutMs, seed });
  const transports = createTransports(options, () => secrets.signingSecret, sockets);
  const delivery = createDelivery({
    workspace,
    transport: transports.current,
    retryDelaysMs: eventRetryDelaysMs,
  });
  const stopped = new AbortController();
  const until = createUntil(workspace, stopped.signal);
  const drivers = new Map<string, PersonDriver>();

  const person = (id: string): PersonDriver => {
    const known = workspace.people.get(id);
    if (known === undefined) throw new Error(`nobody called ${id} works here`);
    const driver =
      drivers.get(id) ??
      createPerson({ person: known, workspace, delivery, until, baseUrl: api.baseUrl });
    drivers.set(id, driver);
    return driver;
  };

  const changeUsergroup = async (
    id: string,
    users: readonly string[],
  ): Promise<Delivered | undefined> => {
    const group = workspace.usergroups.get(id);
    if (group === undefined) throw new Error(`there is no user group ${id}`);
    const before = group.users;
    group.users = [...users];
    workspace.changed();
    const added = users.filter((user) => !before.includes(user));
    const removed = before.filter((user) => !users.includes(user));
    return delivery.event('subteam_members_changed', {
      type: 'subteam_members_changed',
      subteam_id: id,
      team_id: workspace.team.id,
      date_previous_update: 0,
      date_update: Math.floor(now() / 1000),
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
    });
  };

  return {
    apiUrl: `${api.baseUrl}/api/`,
    /** The state itself, for a page that renders it. */
    workspace,
    person,
    until,
    channel: (id: string) => {
      if (!workspace.channels.has(id)) throw new Error(`there is no channel ${id}`);
      return { messages: (): SeenMessage[] => workspace.timeline(id) };
    },
    thread: (channel: string, ts: string) => ({
      messages: (): Message[] => workspace.threadOf(channel, ts),
    }),
    /** What is in a file that was uploaded. */
    fileText: (id: string): string => workspace.files.get(id)?.content?.toString() ?? '',
    directMessages: (personId: string): SeenMessage[] =>
      workspace.timeline(workspace.directChannel(personId).id),
    calls: (): LoggedCall[] => copyOf(workspace.calls),
    deliveries: (): LoggedDelivery[] => copyOf(workspace.deliveries),
    faults: (): string[] => [...workspace.faults],
    describe: (): string => describeWorkspace(workspace),
    fail: (plan: FailurePlan): void => failures.add(plan),
    failuresToCome: failures.toCome,
    clearFailures: failures.clear,
    setTransport: transports.set,
    connections: sockets.connections,
    /** Sends a sign of life on every connection; after a clock jump, a bot would think it dead. */
    heartbeat: sockets.heartbeat,
    fewestConnections: sockets.fewestConnections,
    hellos: sockets.hellos,
    tcpConnections: sockets.tcpConnections,
    nextOpenings: sockets.nextOpenings,
    say: sockets.say,
    /** `ask` is Slack's announced refresh; the others come unannounced. */
    disconnectSockets: (how: Ending = 'ask', reason = 'refresh_requested'): void =>
      sockets.disconnect(how, reason),
    /** Slack holds back events for a minute, and says so with a special event. */
    limitEvents: (): Promise<Delivered> => delivery.rateLimited(),
    redeliverLast: ({ num = 1, reason = 'http_timeout' } = {}): Promise<Delivered> =>
      delivery.again({ num, reason }),
    changeUsergroup,
    /** Missing ones stay. The old ones are invalid from now on. */
    changeSecrets: (change: Partial<SlackSecrets>): void => {
      secrets = { ...secrets, ...change };
    },
    /** Somebody becomes a guest, leaves, moves to another zone. */
    changePerson: (id: string, change: Partial<Omit<Person, 'id'>>): void => {
      const known = workspace.people.get(id);
      if (known === undefined) throw new Error(`nobody called ${id} works here`);
      workspace.people.set(id, { ...known, ...change });
      workspace.changed();
    },
    /** Disables or enables a group; its members stay. */
    switchUsergroup: (id: string, isOn: boolean): Promise<Delivered | undefined> => {
      const group = workspace.usergroups.get(id);
      if (group === undefined) throw new Error(`there is no user group ${id}`);
      group.isDisabled = !isOn;
      workspace.changed();
      return delivery.event('subteam_updated', {
        type: 'subteam_updated',
        subteam: { id, handle: group.handle, date_delete: isOn ? 0 : 1, users: [...group.users] },
      });
    },
    /**
     * The bot is removed or invited; people join and leave; the channel is archived, and unarchived without the bot.
     */
    changeChannel: (
      id: string,
      change: {
        readonly members?: readonly string[];
        readonly botIsMember?: boolean;
        readonly isArchived?: boolean;
      },
    ): void => {
      const channel = workspace.channels.get(id);
      if (channel === undefined) throw new Error(`there is no channel ${id}`);
      if (change.members !== undefined) channel.members = [...change.members];
      channel.botIsMember = change.botIsMember ?? channel.botIsMember;
      if (change.isArchived === true) archive(workspace, channel);
      if (change.isArchived === false) channel.isArchived = false;
      workspace.changed();
    },
    stop: async (): Promise<void> => {
      stopped.abort();
      delivery.stop();
      await sockets.stop();
      await api.stop();
    },
  };
};

export type SimulatedSlack = Awaited<ReturnType<typeof createSimulatedSlack>>;
