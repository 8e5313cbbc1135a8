import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the kernel's range for outgoing connections, which would occasionally take one. */
const PORTS = { first: 15_000, last: 31_999 };

/**
 * A port for a server on loopback. It is kept for this process until it ends, so that no other sandbox on this
 * machine is given the same one before the server listens: a test would then talk to somebody else's bot.
 */
export const freePort = async ({ first, last } = PORTS): Promise<number> => {
  for (;;) {
    const port = randomInt(first, last + 1);
    if ((await isKept(port)) && (await isFree(port))) return port;
  }
};

/** Takes the UDP port of the same number. Nothing else here uses UDP, and the kernel gives it back when we end. */
const isKept = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
