import { Socket } from 'node:net';

/**
 * `node --import` this before a replica, and its calls to the Live API go through its own wire. Its configuration has
 * the other replica's URL, since both work on the same project.
 */
const NAME = 'FAULTS_OWN_LINE';

const [from, to] = (process.env[NAME] ?? '').split(':').map(Number);
delete process.env[NAME];
delete process.env['NODE_OPTIONS'];

interface Target {
  port?: number | string;
}

const isTarget = (value: unknown): value is Target =>
  typeof value === 'object' && value !== null && 'port' in value;

const { connect } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...args: Parameters<Socket['connect']>) {
  // Node itself hands over its arguments as one list.
  const given: unknown[] = args.flat();
  for (const target of given.filter(isTarget)) {
    if (Number(target.port) === from) target.port = to ?? from;
  }
  return connect.apply(this, args);
} as Socket['connect'];
