import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { fieldsOf, stringOf, type Fields } from './json.ts';
import type { Envelope, Outcome, Retry, Transport } from './transport.ts';
import { BOT, type Workspace } from './workspace.ts';

const maxConnections = 10;
const pingEveryMs = 5000;
const goodbyeMs = 300;

type Dependencies = {
  readonly server: Server;
  readonly workspace: Workspace;
  readonly ackTimeoutMs: number;
  /** Which connection comes first; Slack's choice is arbitrary, a test's is repeatable. */
  readonly seed: number;
};

type Pending = {
  readonly envelope: Envelope;
  readonly settle: (outcome: Outcome) => void;
  retry: Retry | undefined;
  socket: WebSocket | undefined;
};

const parse = (data: unknown): Fields => {
  try {
    return fieldsOf(JSON.parse(String(data)));
  } catch {
    return {};
  }
};

export const createSocketTransport = ({ server, workspace, ackTimeoutMs, seed }: Dependencies) => {
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  const known = new Set<string>();
  const webSockets = new WebSocketServer({ noServer: true });
  let turn = seed;

  const transmit = (entry: Pending): void => {
    const socket = sockets[turn % Math.max(1, sockets.length)];
    turn += 1;
    entry.socket = socket;
    if (socket === undefined) return;
    const { id, kind, body, acceptsResponse } = entry.envelope;
    const retry =
      entry.retry === undefined
        ? {}
        : { retry_attempt: entry.retry.num, retry_reason: entry.retry.reason };
    known.add(id);
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: kind,
        accepts_response_payload: acceptsResponse,
        payload: body,
        ...retry,
      }),
    );
  };

  const onAck = (data: unknown): void => {
    const message = parse(data);
    const id = stringOf(message['envelope_id']);
    const entry = pending.get(id);
    if (entry !== undefined)
      return entry.settle({ kind: 'acked', payload: message['payload'] ?? {} });
    // A second or a late ack is harmless to Slack; one for an envelope that never was is a bug.
    if (!known.has(id)) workspace.fault('ack for an unknown envelope', { id });
  };

  const onClosed = (socket: WebSocket): void => {
    const index = sockets.indexOf(socket);
    if (index !== -1) sockets.splice(index, 1);
    // What the lost connection had not acknowledged is sent again over another one.
    for (const entry of pending.values()) {
      if (entry.socket !== socket) continue;
      entry.retry = { num: (entry.retry?.num ?? 0) + 1, reason: 'timeout' };
      transmit(entry);
    }
    workspace.changed();
  };

  const onConnected = (socket: WebSocket): void => {
    if (sockets.length >= maxConnections) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      return socket.close();
    }
    sockets.push(socket);
    socket.on('message', onAck);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => onClosed(socket));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        connection_info: { app_id: BOT.app },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
    for (const entry of pending.values()) if (entry.socket === undefined) transmit(entry);
    workspace.changed();
  };

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    webSockets.handleUpgrade(request, socket, head, onConnected);
  });

  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, pingEveryMs);

  const transport: Transport = {
    send: (envelope, retry) => {
      const isEvent = envelope.kind === 'events_api';
      // Nobody is there to take a click; an event waits a little for a connection.
      if (sockets.length === 0 && !isEvent) {
        return Promise.resolve({ kind: 'failed', reason: 'no_connection' });
      }
      return new Promise((resolve) => {
        const settle = (outcome: Outcome): void => {
          clearTimeout(timer);
          pending.delete(envelope.id);
          resolve(outcome);
        };
        const timer = globalThis.setTimeout(() => settle({ kind: 'timed_out' }), ackTimeoutMs);
        const entry: Pending = { envelope, settle, retry, socket: undefined };
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
    connections: (): number => sockets.length,
    /** An unasked-for pong over every line. */
    heartbeat: (): void => {
      for (const socket of sockets) socket.pong();
    },
    /** `ask` sends Slack's disconnect message and lets the bot go; `cut` drops the line. */
    disconnect: (how: 'ask' | 'cut', reason: string): void => {
      for (const socket of sockets) {
        if (how === 'cut') socket.terminate();
        else
          socket.send(
            JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }),
          );
      }
    },
    /** Says goodbye first, so that a bot that is stopping as well does not log a broken line. */
    stop: async (): Promise<void> => {
      clearInterval(pings);
      for (const entry of pending.values()) entry.settle({ kind: 'failed', reason: 'stopped' });
      for (const socket of sockets) socket.close(1001);
      const atMs = performance.now();
      while (sockets.length > 0 && performance.now() - atMs < goodbyeMs) await setTimeout(10);
      for (const socket of sockets) socket.terminate();
      webSockets.close();
    },
  };
};
