import type { App, SocketModeReceiver } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fromJson } from '#src/basics/from-json.ts';
import type { Log } from '#src/log.ts';
import { createTally } from './in-flight.ts';

type Client = SocketModeReceiver['client'];

/** Slack accepts an acknowledgement for three seconds. */
const ACK_WITHIN_MS = 3_000;
/** People press the next button right after an answer, so a goodbye waits this long after one, in milliseconds. */
const QUIET_MS = 50;
/** Longest wait for such a quiet moment, in milliseconds. */
const QUIET_WITHIN_MS = 1_000;

const payload = z.record(z.string(), z.unknown());
const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('disconnect'), reason: z.string().catch('') }),
  z.object({ type: z.enum(['interactive', 'slash_commands']), envelope_id: z.string(), payload }),
  z.object({ type: z.literal('events_api'), envelope_id: z.string(), payload }),
]);
const eventSchema = z.object({ event: z.object({ type: z.string() }) });

/** A clock that never jumps, in milliseconds, and waiting by it. */
export interface Ticking {
  readonly ticks: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}
export const REAL_TICKING: Ticking = { ticks: () => performance.now(), sleep };

/**
 * Passes what comes over a Socket Mode connection to Bolt. It replaces the library's own handling (3.1.0), which
 * throws for events without the usual fields, such as `app_rate_limited`, and disconnects at once when Slack asks for
 * a refresh, with acknowledgements under way and no other connection yet.
 */
export function takeFrames(client: Client, app: App, log: Log, { ticks, sleep: pause }: Ticking) {
  const asked = Promise.withResolvers<undefined>();
  const unanswered = createTally();
  let lastMs = 0;

  function send(id: string, body: unknown): Promise<void> {
    const { websocket } = client;
    if (!websocket?.isActive()) {
      return Promise.reject(new Error('the connection that a click came over is gone'));
    }
    const fields = typeof body === 'string' ? { text: body } : body;
    return new Promise((resolve, reject) => {
      const text = JSON.stringify({ envelope_id: id, payload: fields ?? {} });
      websocket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  function handle(id: string, body: Record<string, unknown>): void {
    unanswered.enter();
    const isDone = once(() => {
      lastMs = ticks();
      unanswered.leave();
    });
    setTimeout(isDone, ACK_WITHIN_MS).unref();
    const ack = (response?: unknown): Promise<void> => send(id, response).finally(isDone);
    app.processEvent({ body, ack }).catch((error: unknown) => {
      log.warn('handling a request of Slack failed', { error });
    });
  }

  function take(text: unknown): void {
    const frame = frameSchema.safeParse(parsed(text)).data;
    if (!frame) return log.debug('Slack sent an unknown frame');
    if (frame.type === 'hello') return void client.emit('connected');
    if (frame.type === 'disconnect') {
      log.debug('Slack asks for another connection', { reason: frame.reason });
      return asked.resolve(undefined);
    }
    const { envelope_id: id, payload: body } = frame;
    if (frame.type !== 'events_api' || eventSchema.safeParse(body).success) return handle(id, body);
    if (body['type'] === 'app_rate_limited') {
      log.warn('Slack is holding back events: there were too many');
    }
    // Nothing here handles it, and Slack need not send it again.
    send(id, {}).catch(() => undefined);
  }

  /** Waits until everything is acknowledged or too late for it, and nothing has come for a while after that. */
  async function quiet(): Promise<void> {
    await unanswered.emptied(ACK_WITHIN_MS);
    const untilMs = ticks() + QUIET_WITHIN_MS;
    const quietInMs = (): number => Math.min(untilMs, lastMs + QUIET_MS) - ticks();
    for (let waitMs = quietInMs(); waitMs > 0; waitMs = quietInMs()) {
      await pause(waitMs);
      await unanswered.emptied(ACK_WITHIN_MS);
    }
  }

  client.removeAllListeners('ws_message');
  client.on('ws_message', take);
  return {
    /** Resolves when Slack asks for another connection. */
    asked: asked.promise,
    quiet,
  };
}

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? fromJson(text) : undefined;
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
