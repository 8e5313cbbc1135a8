import { Redis } from 'ioredis';

/** One command as the server saw it; what a script calls inside the server is not among them. */
type Command = readonly string[];

/** Monitors the commands to a bot's Redis. */
export const listenTo = async (url: string) => {
  const redis = new Redis(url);
  const monitor = await redis.monitor();
  let heard: Command[] = [];
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    if (source !== 'lua') heard.push(args);
  });
  return {
    /** Everything since the last call. */
    async take(): Promise<Command[]> {
      // When Redis has answered us, the monitor has seen everything before that.
      await redis.ping();
      await new Promise((resolve) => setImmediate(resolve));
      const taken = heard.filter(([name]) => name?.toLowerCase() !== 'ping');
      heard = [];
      return taken;
    },
    stop(): void {
      monitor.disconnect();
      redis.disconnect();
    },
  };
};

const KINDS = [
  'commit',
  'load',
  'form',
  'show',
  'shown',
  'ack',
  'blocking read',
  'beat',
  'other',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a round trip is for, judging by its keys. */
export const kindOf = (command: Command): Kind => {
  const [name = '', ...rest] = command;
  const verb = name.toLowerCase();
  const first = verb === 'evalsha' || verb === 'eval' ? (rest[2] ?? '') : (rest[0] ?? '');
  const key = first.replace('{relaydesk}:', '').split(':')[0] ?? '';
  if (verb === 'xreadgroup') return 'blocking read';
  if (key === 'outbox' && verb.startsWith('eval')) return 'ack';
  // Reading a request takes two keys, writing it many.
  if (verb.startsWith('eval') && key === 'request') return rest[1] === '2' ? 'load' : 'commit';
  if (key === 'draft') return 'form';
  if (verb === 'hgetall' && key === 'messages') return 'shown';
  if (key === 'lane' || key === 'messages' || key === 'open-on') return 'show';
  if (key === 'replica' && rest[1] === 'in a lane') return 'show';
  // Each heartbeat also checks whether a newer version has migrated the store.
  if (['timers', 'replica', 'schema'].includes(key) || verb === 'xinfo' || verb === 'xpending') {
    return 'beat';
  }
  return 'other';
};

/** Round trips; everything from MULTI to EXEC counts as one. */
export const roundTrips = (commands: readonly Command[]): Kind[] => {
  const trips: Kind[] = [];
  let inMulti: Kind | undefined;
  let isOpen = false;
  for (const command of commands) {
    const verb = command[0]?.toLowerCase();
    if (verb === 'multi') isOpen = true;
    else if (verb === 'exec') {
      trips.push(inMulti ?? 'other');
      isOpen = false;
      inMulti = undefined;
    } else if (isOpen) inMulti ??= kindOf(command);
    else trips.push(kindOf(command));
  }
  return trips;
};
