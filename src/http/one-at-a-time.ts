import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Tells Node's parser that what follows is not HTTP, so it drops the rest. */
const STOP = 2;

interface Parser {
  onIncoming: (request: IncomingMessage, keepsAlive: boolean) => number;
}

/**
 * Cuts a connection on which a second request arrives before the first is answered. No client of ours does that.
 *
 * Node creates objects for all requests in what it has read, thousands in 64 kB, before any event lets us close the
 * connection: a few hundred such connections take gigabytes and block the process for half a minute. So this hooks
 * into Node's parser where it hands over a head (`parser.onIncoming`, which is undocumented; without it, the
 * connection is cut only after everything that was read).
 */
export function oneRequestAtATime(socket: Socket, isUnanswered: () => boolean): void {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (!isParser(parser)) return;
  const handOver = parser.onIncoming;
  parser.onIncoming = (request, keepsAlive) => {
    if (!isUnanswered()) return handOver(request, keepsAlive);
    socket.destroy();
    return STOP;
  };
}

function isParser(value: unknown): value is Parser {
  return (
    typeof value === 'object' &&
    value !== null &&
    'onIncoming' in value &&
    typeof value.onIncoming === 'function'
  );
}
