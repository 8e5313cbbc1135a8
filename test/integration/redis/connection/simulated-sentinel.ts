import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A Sentinel as far as a client needs one, whose every word is in the hand of the test. */
export const createSimulatedSentinel = async (masterPort: number) => {
  const sockets = new Set<Socket>();
  const subscribers: Socket[] = [];
  let held: (() => void)[] | undefined;
  let asked = Promise.withResolvers<void>();

  const answer = (socket: Socket, [name = '', what = '']: readonly string[]): void => {
    const command = name.toLowerCase();
    if (command === 'subscribe') {
      subscribers.push(socket);
      socket.write(`>3\r\n${bulks(['subscribe', what])}:1\r\n`);
    } else if (command !== 'sentinel') socket.write('+OK\r\n');
    else if (what.toLowerCase() === 'sentinels') socket.write('*0\r\n');
    else {
      const tell = (): void =>
        void socket.write(`*2\r\n${bulks(['127.0.0.1', String(masterPort)])}`);
      if (held) held.push(tell);
      else tell();
      asked.resolve();
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      text += data.toString();
      const { commands, rest } = parsed(text);
      text = rest;
      for (const command of commands) answer(socket, command);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis+sentinel://127.0.0.1:${(server.address() as AddressInfo).port}/mymaster`,
    /** From now on nobody hears who the master is, until release(); resolves when somebody asks. */
    async holds(): Promise<void> {
      held = [];
      asked = Promise.withResolvers<void>();
      await asked.promise;
    },
    release(): void {
      for (const tell of held ?? []) tell();
      held = undefined;
    },
    /** Tells everybody who listens that there is another master. */
    switches(): void {
      for (const socket of subscribers) {
        const words = ['message', '+switch-master', 'mymaster 127.0.0.1 1 127.0.0.1 2'];
        socket.write(`>3\r\n${bulks(words)}`);
      }
    },
    stop: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const bulks = (texts: readonly string[]): string =>
  texts.map((text) => `$${text.length}\r\n${text}\r\n`).join('');

/** Whole commands (`*2 $3 GET $1 a`), and what is left of one that has not come whole. */
const parsed = (text: string): { readonly commands: string[][]; readonly rest: string } => {
  const commands: string[][] = [];
  let rest = text;
  for (;;) {
    const count = Number(/^\*(\d+)\r\n/.exec(rest)?.[1] ?? 0);
    const lines = rest.split('\r\n');
    if (count === 0 || lines.length < 2 * count + 2) return { commands, rest };
    commands.push(lines.slice(1, 2 * count + 1).filter((_line, at) => at % 2 === 1));
    rest = lines.slice(2 * count + 1).join('\r\n');
  }
};
