import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { Proxies } from '#src/config/proxies.ts';

type Connect = ReturnType<typeof buildConnector>;

/**
 * Makes the connection of one WebSocket, through a proxy if there is one, and can destroy it: a WebSocket itself
 * cannot drop a connection that the other side keeps open.
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
    // If left out, undici would read the environment itself.
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
    connect: noted(buildConnector({ allowH2: false })),
    // For a proxied connection, this records the part that leads to the proxy.
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
      // Also ends one that is still being opened.
      dispatcher.destroy().catch(() => undefined);
    },
  };
}

function isConnect(value: unknown): value is Connect {
  return typeof value === 'function';
}
