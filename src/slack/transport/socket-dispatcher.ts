import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Proxies } from '#src/config/proxies.ts';

type Connect = ReturnType<typeof buildConnector>;

/**
 * Makes the connection of one WebSocket, through a proxy where there is one, and can end it: a WebSocket has no way to
 * let go of a connection that the other side keeps open.
 */
export function createSocketDispatcher({ httpProxy, httpsProxy, noProxy }: Proxies): {
  readonly dispatcher: Dispatcher;
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
  readonly destroy: () => void;
} {
  const sockets = new Set<Socket>();
  const ended = Promise.withResolvers<void>();
  const noted =
    (connect: Connect): Connect =>
    (options, callback) =>
      connect(options, (...result) => {
        const [, socket] = result;
        if (socket) {
          sockets.add(socket);
          socket.once('close', () => ended.resolve());
        }
        callback(...result);
      });
  const dispatcher = new EnvHttpProxyAgent({
    // Left out, undici would look at the environment by itself.
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
    connect: noted(buildConnector({ allowH2: false })),
    // Of a connection through a proxy, this is the part that leads to the proxy.
    clientFactory: (origin, options) =>
      new Pool(
        origin,
        'connect' in options && isConnect(options.connect)
          ? { ...options, connect: noted(options.connect) }
          : options,
      ),
  });
  return {
    dispatcher,
    ended: ended.promise,
    destroy() {
      for (const socket of sockets) socket.destroy();
      // One that is still being made.
      dispatcher.destroy().catch(() => undefined);
    },
  };
}

function isConnect(value: unknown): value is Connect {
  return typeof value === 'function';
}
