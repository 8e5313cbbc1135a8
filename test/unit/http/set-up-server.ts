import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { LIMITS } from '#src/http/limits.ts';
import type { Doors } from '#src/http/routes.ts';
import { createHttpServer } from '#src/http/server.ts';
import { freePort } from '#sandbox/free-port.ts';

export const TOKEN = 'events-token-of-24-characters';
/** Long enough for a busy machine, and short enough to wait for. */
const SOON_MS = 300;
export const SMALL = {
  ...LIMITS,
  deliveryBytes: 1_000,
  eventBytes: 100,
  unfinishedBytes: 4_500,
  strangers: 3,
  headMs: SOON_MS,
  requestMs: 2 * SOON_MS,
  lookMs: 20,
};

/** A server with a simple signature header, which reports what it received. */
export const serving = async (change: Partial<Doors> = {}, limits = SMALL) => {
  const kept: string[] = [];
  let pagesMade = 0;
  const server = createHttpServer(limits);
  server.open({
    slack: ({ headers, body }) =>
      headers['x-signed'] === 'yes'
        ? Promise.resolve({ status: 200, contentType: 'text/plain', text: `• ${body.length}` })
        : undefined,
    events: { token: () => TOKEN, take: async (body) => void kept.push(body) },
    status: {
      '/healthz': { read: async () => ({ status: 200, text: 'fine' }) },
      '/metrics': {
        read: async () => ({ status: 200, text: `made ${(pagesMade += 1)}` }),
      },
    },
    ...change,
  });
  const port = await freePort();
  await server.listen(port, '127.0.0.1');
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return server.close();
  });
  const dial = async (text: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    // A broken connection ends it as well.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    kept,
    dial,
    /** Everything received until the other side closes. */
    heard: async (text: string): Promise<string> => heardOn(await dial(text)),
  };
};

export const heardOn = async (socket: Socket): Promise<string> => {
  let heard = '';
  socket.on('data', (piece: Buffer) => (heard += piece.toString()));
  await ended(socket);
  return heard;
};

export const ended = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.resume().once('close', resolve);
  });

export const head = (line: string, ...fields: readonly string[]): string =>
  `${[line, 'Host: desk', ...fields].join('\r\n')}\r\n\r\n`;
export const POST = 'POST /slack/events HTTP/1.1';
export const statusOf = (heard: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1]);
