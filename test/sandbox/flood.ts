import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Flood {
  /** How many of the connections the other side has not closed. */
  readonly open: () => number;
  readonly end: () => void;
}

/** Connections made at the same time; the kernel's queue of a listening port holds a few hundred. */
const AT_ONCE = 100;
/** A connection that accepts data does so at once; another is left alone. */
const WRITTEN_WITHIN_MS = 500;

/** Opens `count` connections; each sends `text` and then nothing. Resolves when all of them have. */
export const flood = async (to: {
  readonly port: number;
  readonly count: number;
  readonly text: string;
}): Promise<Flood> => {
  const sockets: Socket[] = [];
  const send = async (): Promise<void> => {
    const socket = connect({ port: to.port, host: '127.0.0.1' });
    sockets.push(socket);
    // Being cut by the other side is what is tested.
    socket.on('error', () => undefined);
    socket.resume();
    const ending = Promise.race([once(socket, 'close'), sleep(WRITTEN_WITHIN_MS)]);
    const sent = new Promise((resolve) => void socket.write(to.text, resolve));
    await Promise.race([sent, ending]);
  };
  for (let made = 0; made < to.count; made += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, to.count - made) }, send));
  }
  return {
    open: () => sockets.filter((socket) => !socket.destroyed).length,
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

/** What a process holds of the machine's memory, in megabytes. */
export const residentMegabytes = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

const head = (line: string, ...fields: readonly string[]): string =>
  `${[line, 'Host: desk.example.com', ...fields].join('\r\n')}\r\n`;
const POST = 'POST /slack/events HTTP/1.1';
const SIGNED = [
  'Content-Type: application/json',
  `X-Slack-Request-Timestamp: ${Math.floor(Date.now() / 1000)}`,
  `X-Slack-Signature: v0=${'0'.repeat(64)}`,
];
const EVENT = 'POST /live/events/a-token-that-somebody-guessed HTTP/1.1';
const KB = 1024;
const CHUNK = `${(16 * KB).toString(16)}\r\n${'x'.repeat(16 * KB)}\r\n`;

/** What somebody without a secret may send; each leaves the server waiting. */
export const FLOODS = {
  'send a part of a POST and stop': `${head(POST, ...SIGNED, 'Content-Length: 200000')}\r\n${'x'.repeat(100 * KB)}`,
  'promise four megabytes and send some': `${head(POST, ...SIGNED, 'Content-Length: 4000000')}\r\n${'x'.repeat(100 * KB)}`,
  'send chunks and never end': `${head(POST, ...SIGNED, 'Transfer-Encoding: chunked')}\r\n${CHUNK.repeat(6)}`,
  'send a part of an event and stop': `${head(EVENT, 'Content-Length: 60000')}\r\n${'x'.repeat(30 * KB)}`,
  'give a body to a page that has none': `${head('GET /metrics HTTP/1.1', 'Content-Length: 900000')}\r\n${'x'.repeat(100 * KB)}`,
  'send a part of a head and stop': head(POST, `X-Long: ${'x'.repeat(8 * KB)}`),
  'send a head without end': head(
    POST,
    ...Array.from({ length: 30 }, () => `X: ${'x'.repeat(KB)}`),
  ),
  'say nothing': '',
  'rest after an answer': `${head('GET /healthz HTTP/1.1', 'Connection: keep-alive')}\r\n`,
  'ask for many pages at once': `${head('GET /metrics HTTP/1.1')}\r\n`.repeat(2_000),
  'wait to be told to go on': `${head(POST, ...SIGNED, 'Content-Length: 200000', 'Expect: 100-continue')}\r\n`,
} as const;
