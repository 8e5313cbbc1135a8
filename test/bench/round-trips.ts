import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';

/** One command as the server saw it; what a script calls inside the server is not among them. */
type Command = readonly string[];

/** One line of MONITOR: its time, where the command came from, and its words, quoted as in C. */
const LINE = /^\+[\d.]+ \[\d+ ([^\]]+)\] (.*)$/;
const WORDS = /"((?:[^"\\]|\\.)*)"/g;

/** Monitors the commands to a bot's Redis. */
export const listenTo = async (url: string) => {
  const { hostname, port } = new URL(url);
  const redis = new Redis(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let heard: Command[] = [];
  let onLine: ((line: string) => void) | undefined;
  const until = (isIt: (line: string) => boolean): Promise<void> =>
    new Promise((resolve) => {
      onLine = (line) => {
        if (isIt(line)) resolve();
      };
    });
  createInterface({ input: socket }).on('line', (line) => {
    const [, source, words = ''] = LINE.exec(line) ?? [];
    const command = [...words.matchAll(WORDS)].map(([, word = '']) => word);
    if (source !== undefined && source !== 'lua') heard.push(command);
    onLine?.(line);
  });
  const monitoring = until((line) => line === '+OK');
  socket.write('MONITOR\r\n');
  await monitoring;
  return {
    /** Everything since the last call. */
    async take(): Promise<Command[]> {
      // When it hears this, it has heard everything before.
      const mark = randomUUID();
      const marked = until((line) => line.includes(mark));
      await redis.ping(mark);
      await marked;
      const taken = heard.filter((command) => !isOfTheBench(command));
      heard = [];
      return taken;
    },
    stop(): void {
      socket.destroy();
      redis.disconnect();
    },
  };
};

/** The bench asks for a ping, and whether anything is left to do (`isQuiet`). */
const isOfTheBench = ([name = '', key = '']: Command): boolean => {
  const verb = name.toLowerCase();
  return verb === 'ping' || verb === 'xlen' || (verb === 'zrangebyscore' && key === keys.timers);
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
  // Reading a request takes a few keys, writing it many.
  if (verb.startsWith('eval') && key === 'request') return Number(rest[1]) < 9 ? 'load' : 'commit';
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
