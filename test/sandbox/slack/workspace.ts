import { randomBytes } from 'node:crypto';
import type { Fields } from './json.ts';
import type {
  Channel,
  Ephemeral,
  LoggedCall,
  LoggedDelivery,
  Manifest,
  Message,
  Person,
  ResponseUrl,
  SeenMessage,
  Trigger,
  Typed,
  UploadedFile,
  Usergroup,
  View,
} from './types.ts';
import { copyOf } from './json.ts';

export type Grid = {
  readonly id: string;
  readonly name: string;
  /** The workspace id in the clicks of all members. */
  readonly firstTeam: string;
};

export type WorkspaceSeed = {
  readonly team: { readonly id: string; readonly name: string };
  /** The Enterprise Grid that the workspace is part of, with all of its people but the strangers. */
  readonly grid?: Grid;
  readonly people: readonly (Pick<Person, 'id' | 'name' | 'handle'> & Partial<Person>)[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: readonly string[];
    readonly botIsMember: boolean;
    readonly is_private?: boolean;
  }[];
  readonly usergroups?: readonly {
    readonly id: string;
    readonly handle: string;
    readonly users: readonly string[];
  }[];
  readonly manifest: Manifest;
  readonly now: () => number;
};

export const BOT = { id: 'B0BOT', user: 'U0BOT', app: 'A0APP' } as const;

const seedPeople = (seed: WorkspaceSeed): Map<string, Person> =>
  new Map(
    seed.people.map((person) => [
      person.id,
      {
        tz: 'Etc/UTC',
        locale: 'en-US',
        team_id: seed.team.id,
        is_restricted: false,
        is_ultra_restricted: false,
        is_stranger: false,
        is_bot: false,
        deleted: false,
        ...person,
      },
    ]),
  );

const seedChannels = (seed: WorkspaceSeed): Map<string, Channel> =>
  new Map(
    seed.channels.map(({ id, name, members, botIsMember, is_private = false }) => [
      id,
      {
        id,
        name,
        kind: 'channel',
        isPrivate: is_private,
        isArchived: false,
        members: [...members],
        botIsMember,
        messages: [],
      },
    ]),
  );

/**
 * Everything that exists in the simulated Slack, as plain data, and one notification when any of it
 * changes. Nothing in here knows HTTP, sockets or Block Kit; a page can render it as it is.
 */
export const createWorkspace = (seed: WorkspaceSeed) => {
  const listeners = new Set<() => void>();
  const people = seedPeople(seed);
  const channels = seedChannels(seed);
  const stacks = new Map<string, View[]>();
  const ephemerals: Ephemeral[] = [];
  const calls: LoggedCall[] = [];
  const deliveries: LoggedDelivery[] = [];
  const faults: string[] = [];
  let lastTsMicros = 0;
  let lastNumber = 0;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  /** Ids look like Slack's and count upwards, which makes failures readable. */
  const newId = (prefix: string): string => {
    lastNumber += 1;
    return `${prefix}${lastNumber.toString(36).toUpperCase().padStart(8, '0')}`;
  };

  /** A timestamp is unique in the workspace, even when the clock stands still. */
  const newTs = (): string => {
    lastTsMicros = Math.max(Math.round(seed.now() * 1000), lastTsMicros + 1);
    const seconds = Math.floor(lastTsMicros / 1_000_000);
    return `${seconds}.${String(lastTsMicros % 1_000_000).padStart(6, '0')}`;
  };

  const directChannel = (personId: string): Channel => {
    const id = `D${personId.slice(1)}`;
    const found = channels.get(id);
    if (found !== undefined) return found;
    const opened: Channel = {
      id,
      name: 'directmessage',
      kind: 'im',
      isPrivate: true,
      isArchived: false,
      members: [personId],
      botIsMember: true,
      messages: [],
    };
    channels.set(id, opened);
    return opened;
  };

  const findMessage = (channelId: string, ts: string): Message | undefined =>
    channels.get(channelId)?.messages.find((message) => message.ts === ts);

  const threadOf = (channelId: string, ts: string): Message[] =>
    copyOf(
      (channels.get(channelId)?.messages ?? []).filter(
        (message) => message.thread_ts === ts && message.ts !== ts,
      ),
    );

  /** Top-level messages in order; a broadcast reply is top-level as well. */
  const timeline = (channelId: string): SeenMessage[] =>
    (channels.get(channelId)?.messages ?? [])
      .filter(
        ({ ts, thread_ts, reply_broadcast }) =>
          thread_ts === undefined || thread_ts === ts || reply_broadcast === true,
      )
      .map((message) => ({ ...copyOf(message), replies: threadOf(channelId, message.ts) }));

  /** Whether people of another workspace are in a channel: Slack Connect. */
  const isShared = (channelId: string): boolean =>
    (channels.get(channelId)?.members ?? []).some(
      (id) => (people.get(id)?.team_id ?? seed.team.id) !== seed.team.id,
    );

  const stackOf = (personId: string): View[] => {
    const stack = stacks.get(personId) ?? [];
    stacks.set(personId, stack);
    return stack;
  };

  return {
    team: seed.team,
    grid: seed.grid,
    /** The Grid that somebody is a member of, if there is one. */
    gridOf: (person: Person): Grid | undefined => (person.is_stranger ? undefined : seed.grid),
    manifest: seed.manifest,
    now: seed.now,
    people,
    channels,
    usergroups: new Map<string, Usergroup>(
      (seed.usergroups ?? []).map(({ id, handle, users }) => [
        id,
        { id, handle, users: [...users], isDisabled: false },
      ]),
    ),
    /** Open modals of each person, the one on top last. */
    stacks,
    homes: new Map<string, View>(),
    /** What people have typed into messages, by person, channel and timestamp. */
    typedInMessages: new Map<string, Typed>(),
    ephemerals,
    triggers: new Map<string, Trigger>(),
    responseUrls: new Map<string, ResponseUrl>(),
    files: new Map<string, UploadedFile>(),
    calls,
    deliveries,
    /** Mistakes of the bot for which Slack has no error. */
    faults,
    newId,
    newTs,
    newHash: (): string => `${Math.floor(seed.now() / 1000)}.${randomBytes(4).toString('hex')}`,
    directChannel,
    findMessage,
    threadOf,
    timeline,
    stackOf,
    isShared,
    changed,
    onChange: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fault: (text: string, detail?: Fields): void => {
      faults.push(detail === undefined ? text : `${text}: ${JSON.stringify(detail)}`);
      changed();
    },
  };
};

export type Workspace = ReturnType<typeof createWorkspace>;
