import type { OnAir } from './on-air.ts';
import { taskEvents, type TaskEvent, type WireTask } from './wire-task.ts';

export interface FiredEvent {
  readonly taskId: string;
  readonly event: TaskEvent;
  readonly body: unknown;
  /** The receiver's answer, or why nothing was sent. */
  readonly result:
    | { readonly status: number }
    | { readonly unsent: 'no_callback_url' | 'not_loopback' | 'not_subscribed' | 'unreachable' };
}

const timeoutMs = 5_000;
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Sends task events to callback addresses on this machine, and to no other. */
export const createEvents = (deps: {
  readonly find: (taskId: string) => WireTask;
  readonly onAir: (taskId: string) => OnAir;
  readonly now: () => number;
}) => {
  const fired: FiredEvent[] = [];
  const stopping = new AbortController();

  const send = async (
    task: WireTask,
    event: TaskEvent,
    body: unknown,
  ): Promise<FiredEvent['result']> => {
    const subscribed: readonly string[] = task.callback_events ?? taskEvents;
    if (task.callback_url === undefined) return { unsent: 'no_callback_url' };
    if (!subscribed.includes(event)) return { unsent: 'not_subscribed' };
    if (!URL.canParse(task.callback_url) || !loopback.test(new URL(task.callback_url).hostname)) {
      return { unsent: 'not_loopback' };
    }
    try {
      const response = await fetch(task.callback_url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.body?.cancel();
      return { status: response.status };
    } catch {
      return { unsent: 'unreachable' };
    }
  };

  const fire = async (taskId: string, event: TaskEvent, body?: unknown): Promise<FiredEvent> => {
    const task = deps.find(taskId);
    const onAir = deps.onAir(taskId);
    const { vod_start_video_index: first = 0, source_urls: urls = [] } = task;
    const playing = onAir.state === 'on_air' ? onAir : { index: first, url: urls[first] ?? '' };
    // The vendor does not document the body; this is the shape of its closest relative.
    const sent = body ?? {
      callback_event: event,
      task_id: taskId,
      event_time: Math.floor(deps.now() / 1000),
      product_name: 'pullpush',
      source_urls: JSON.stringify(task.source_urls ?? []),
      msg: JSON.stringify({ index: playing.index, url: playing.url, code: 0, message: '' }),
    };
    const one: FiredEvent = { taskId, event, body: sent, result: await send(task, event, sent) };
    fired.push(one);
    return one;
  };

  return {
    fire,
    fired: (): readonly FiredEvent[] => [...fired],
    stop: (): void => stopping.abort(),
  };
};
