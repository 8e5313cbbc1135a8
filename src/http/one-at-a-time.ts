import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What Node's parser takes for "this is no HTTP from here on": it leaves the rest of what was read. */
const STOP = 2;

interface Parser {
  onIncoming: (request: IncomingMessage, keepsAlive: boolean) => number;
}

/**
 * Cuts a connection on which a second request comes before the first is answered. No client of ours does that.
 *
 * Node makes objects of all the requests in what it has read, thousands in 64 kB, before any of its events lets us
 * close the connection: a few hundred of those connections take gigabytes and stop the process for half a minute.
 * So this looks on from inside, at the place where Node's parser hands over a head (`parser.onIncoming`, which is not
 * documented; where it is missing, the connection is cut after the whole of what was read).
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
