import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** From the bot or to it. */
export type Direction = 'out' | 'back';

/** Whether a piece of traffic arrives. */
export type Verdict = 'pass' | 'drop';

/** All traffic from one replica to one service passes through here. */
export interface Wire {
  readonly port: number;
  /** Watches every piece of traffic; one watcher at a time. */
  readonly watch: (watcher: ((direction: Direction) => Verdict) | undefined) => void;
  readonly close: () => Promise<void>;
}

/** `delayMs` delays each piece of traffic, keeping the order. */
export const createWire = async (targetPort: number, delayMs?: () => number): Promise<Wire> => {
  let watcher: ((direction: Direction) => Verdict) | undefined;
  const sockets = new Set<Socket>();

  const pass = (from: Socket, to: Socket, direction: Direction): void => {
    sockets.add(from);
    from.setNoDelay(true);
    let before = Promise.resolve();
    const inOrder = (act: () => void): void => {
      if (!delayMs) act();
      else before = before.then(() => sleep(delayMs())).then(act);
    };
    from.on('data', (data) => {
      if ((watcher?.(direction) ?? 'pass') === 'pass') inOrder(() => to.write(data));
    });
    from.on('end', () => inOrder(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      inOrder(() => to.destroySoon());
    });
  };

  const server = createServer((near) => {
    const far = connect({ port: targetPort, host: '127.0.0.1' });
    pass(near, far, 'out');
    pass(far, near, 'back');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    watch: (next) => {
      watcher = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
