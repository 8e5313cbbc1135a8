import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { WebSocketServer, WebSocket } from 'ws';
import { fieldsOf, stringOf, type Fields } from './json.ts';
import type { Envelope, Outcome, Retry, Transport } from './transport.ts';
import { BOT, type Workspace } from './workspace.ts';

const maxConnections = 10;
const pingEveryMs = 5000;
const goodbyeMs = 300;
/** A click sent this shortly before the bot's close frame was under way when the bot said goodbye. */
const onItsWayMs = 50;
/** Why such a click is not acknowledged: nothing can be sent on a connection after its close frame. */
export const MET_GOODBYE = 'met the goodbye of the bot';

/** How the bot's next connection behaves. */
export type Opening =
  /** The upgrade is never answered. */
  | 'no_upgrade'
  /** It is open, and Slack never says hello. */
  | 'no_hello'
  /** Answers with a page of HTML instead of an upgrade. */
  | { readonly status: number };

/**
 * How a connection ends. `ask`: with Slack's disconnect message, after which the bot is to go. `close`: with a close
 * frame. `fin`: the line ends without one. `cut`: it is gone. After a closing handshake by either side, Slack
 * leaves TCP open.
 */
export type Ending = 'ask' | 'close' | 'fin' | 'cut';

type Dependencies = {
  readonly server: Server;
  readonly workspace: Workspace;
  readonly ackTimeoutMs: number;
  /** Which connection comes first; arbitrary in Slack, repeatable here. */
  readonly seed: number;
};

type Pending = {
  readonly envelope: Envelope;
  readonly settle: (outcome: Outcome) => void;
  retry: Retry | undefined;
  line: Line | undefined;
  sentMs: number;
};

type Line = {
  readonly socket: WebSocket;
  readonly endTcp: () => void;
  /** When the bot's close frame came, where the bot began with that. */
  goodbyeMs?: number;
};

const hasMetGoodbye = ({ line, sentMs }: Pending): boolean => {
  const beforeMs = (line?.goodbyeMs ?? NaN) - sentMs;
  return beforeMs >= 0 && beforeMs < onItsWayMs;
};

const parse = (data: unknown): Fields => {
  try {
    return fieldsOf(JSON.parse(String(data)));
  } catch {
    return {};
  }
};

const hello = (count: number): string =>
  JSON.stringify({
    type: 'hello',
    num_connections: count,
    connection_info: { app_id: BOT.app },
    debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
  });

const goodbye = (reason: string): string =>
  JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } });

export const createSocketTransport = ({ server, workspace, ackTimeoutMs, seed }: Dependencies) => {
  const tickets = new Set<string>();
  const lines: Line[] = [];
  const tcp = new Set<Duplex>();
  const openings: Opening[] = [];
  const pending = new Map<string, Pending>();
  const known = new Set<string>();
  const webSockets = new WebSocketServer({ noServer: true });
  let turn = seed;
  let fewest = Infinity;

  const open = (): Line[] => lines.filter(({ socket }) => socket.readyState === WebSocket.OPEN);
  const noteCount = (): void => {
    fewest = Math.min(fewest, open().length);
    workspace.changed();
  };

  const transmit = (entry: Pending): void => {
    const ready = open();
    const line = ready[turn % Math.max(1, ready.length)];
    turn += 1;
    entry.line = line;
    entry.sentMs = performance.now();
    if (line === undefined) return;
    const { id, kind, body, acceptsResponse } = entry.envelope;
    const retry =
      entry.retry === undefined
        ? {}
        : { retry_attempt: entry.retry.num, retry_reason: entry.retry.reason };
    known.add(id);
    line.socket.send(
      JSON.stringify({
        envelope_id: id,
        type: kind,
        accepts_response_payload: acceptsResponse,
        payload: body,
        ...retry,
      }),
    );
  };

  let hellos = 0;
  const onAck = (data: unknown): void => {
    const message = parse(data);
    const id = stringOf(message['envelope_id']);
    const entry = pending.get(id);
    if (entry !== undefined)
      return entry.settle({ kind: 'acked', payload: message['payload'] ?? {} });
    // A second or late ack is harmless; one for an unknown envelope is a bug.
    if (!known.has(id)) workspace.fault('ack for an unknown envelope', { id });
  };

  const forget = (line: Line): void => {
    const index = lines.indexOf(line);
    if (index !== -1) lines.splice(index, 1);
  };

  const onClosed = (line: Line): void => {
    forget(line);
    // Events that the lost connection had not acknowledged come again. A click does not: its person sees an error.
    for (const entry of pending.values()) {
      if (entry.line !== line || entry.envelope.kind !== 'events_api') continue;
      entry.retry = { num: (entry.retry?.num ?? 0) + 1, reason: 'timeout' };
      transmit(entry);
    }
    noteCount();
  };

  const onConnected = (line: Line): void => {
    const { socket } = line;
    if (open().length >= maxConnections) {
      socket.send(goodbye('too_many_websockets'));
      return socket.close();
    }
    lines.push(line);
    socket.on('message', onAck);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => onClosed(line));
    socket.send(hello(open().length));
    hellos += 1;
    for (const entry of pending.values()) if (entry.line === undefined) transmit(entry);
    workspace.changed();
  };

  server.on('upgrade', (request, link: Duplex, head) => {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return void link.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    tcp.add(link);
    link.on('error', () => link.destroy());
    link.on('end', () => link.destroy());
    link.on('close', () => {
      tcp.delete(link);
      workspace.changed();
    });
    const opening = openings.shift();
    if (opening === 'no_upgrade') return void link.resume();
    if (typeof opening === 'object') {
      const page = '<html><body>Something is wrong</body></html>';
      return void link.end(
        `HTTP/1.1 ${opening.status} No\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`,
      );
    }
    const endTcp = link.end.bind(link);
    // The library on our side would end it after the closing handshake, and Slack does not.
    Object.assign(link, { end: () => link });
    webSockets.handleUpgrade(request, link, head, (socket) => {
      const line: Line = { socket, endTcp: () => void endTcp() };
      // Of a close frame the library tells only when the connection itself has ended.
      link.on('data', () => {
        if (socket.readyState === WebSocket.CLOSING) line.goodbyeMs ??= performance.now();
      });
      if (opening !== 'no_hello') onConnected(line);
    });
  });

  const pings = setInterval(() => {
    for (const { socket } of open()) socket.ping();
  }, pingEveryMs);

  const end = (line: Line, how: Ending, reason: string): void => {
    if (how === 'ask') line.socket.send(goodbye(reason));
    else if (how === 'close') {
      line.goodbyeMs = Infinity;
      line.socket.close(1000);
    } else if (how === 'fin') {
      forget(line);
      line.endTcp();
    } else line.socket.terminate();
  };

  const transport: Transport = {
    send: (envelope, retry) => {
      const isEvent = envelope.kind === 'events_api';
      // A click is lost without a connection; an event waits a little.
      if (open().length === 0 && !isEvent) {
        return Promise.resolve({ kind: 'failed', reason: 'no_connection' });
      }
      return new Promise((resolve) => {
        const settle = (outcome: Outcome): void => {
          clearTimeout(timer);
          pending.delete(envelope.id);
          resolve(outcome);
        };
        const giveUp = (): void =>
          settle({ kind: 'timed_out', reason: hasMetGoodbye(entry) ? MET_GOODBYE : '' });
        const timer = globalThis.setTimeout(giveUp, ackTimeoutMs);
        const entry: Pending = {
          envelope,
          settle,
          retry,
          line: undefined,
          sentMs: 0,
        };
        pending.set(envelope.id, entry);
        transmit(entry);
      });
    },
  };

  return {
    ...transport,
    newTicket: (): string => {
      const ticket = workspace.newId('ticket');
      tickets.add(ticket);
      return ticket;
    },
    /** Those that Slack would send a click over. */
    connections: (): number => open().length,
    /** The lowest number since the last call. */
    fewestConnections: (): number => {
      const counted = Math.min(fewest, open().length);
      fewest = Infinity;
      return counted;
    },
    /** How many connections were greeted, since the beginning. */
    hellos: (): number => hellos,
    /** All open TCP connections, also those without a WebSocket on them. */
    tcpConnections: (): number => tcp.size,
    /** How the bot's next connections behave, in turn. */
    nextOpenings: (...next: readonly Opening[]): void => void openings.push(...next),
    /** Sends something undocumented on every connection. */
    say: (frame: string | Buffer): void => {
      for (const { socket } of open()) socket.send(frame);
    },
    /** Sends an unsolicited pong on every connection. */
    heartbeat: (): void => {
      for (const { socket } of open()) socket.pong();
    },
    disconnect: (how: Ending, reason: string): void => {
      for (const line of open()) end(line, how, reason);
      noteCount();
    },
    /** Closes properly, so that a bot that is also stopping logs no broken connection. */
    stop: async (): Promise<void> => {
      clearInterval(pings);
      for (const entry of pending.values()) entry.settle({ kind: 'failed', reason: 'stopped' });
      for (const line of lines) {
        line.socket.close(1001);
        line.endTcp();
      }
      const atMs = performance.now();
      while (tcp.size > 0 && performance.now() - atMs < goodbyeMs) await setTimeout(10);
      for (const link of tcp) link.destroy();
      webSockets.close();
    },
  };
};
