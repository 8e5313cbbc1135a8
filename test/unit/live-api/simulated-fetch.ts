import { NeverConnectedError } from '#src/live-api/one-shot-fetch.ts';
import type { CallRecord, Log } from '#src/live-api/log.ts';

/** One request as it arrived at a server in this process. */
export interface Arrived {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

export type Answer = Response | Error | (() => Response | Promise<Response>);

/** A `fetch` that returns what `answer` returns and records requests. An Error is thrown. */
export function createSimulatedFetch(answer: (arrived: Arrived, nth: number) => Answer) {
  const arrived: Arrived[] = [];
  const simulated: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const one: Arrived = {
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      body: await request.text(),
    };
    arrived.push(one);
    const given = answer(one, arrived.length);
    if (given instanceof Error) throw given;
    return typeof given === 'function' ? await given() : given;
  };
  return { fetch: simulated, arrived };
}

/** Answers in turn; the last one stays. */
export function inTurn(...answers: readonly (() => Answer)[]) {
  let next = 0;
  return (): Answer => {
    const make = answers[Math.min(next, answers.length - 1)]!;
    next += 1;
    return make();
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** An error as the Live API and the gateway write it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}) {
  return json(status, { error_code: code, error_msg: `about ${code}`, request_id: 'r-1' }, headers);
}

/** What `fetch` throws when a connection breaks, as Node writes it. */
export function broken(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** What `fetch` throws when no connection was made. */
export function unconnected(code: string): Error {
  return new NeverConnectedError('No connection could be made.', { cause: broken(code) });
}

export const startMs = Date.parse('2026-11-24T06:00:00Z');

/** A clock that only `sleep` and `pass` move. */
export function createClock(nowMs = startMs) {
  let current = nowMs;
  const sleeps: number[] = [];
  return {
    now: () => current,
    sleep: (ms: number) => {
      sleeps.push(ms);
      current += ms;
      return Promise.resolve();
    },
    pass: (ms: number) => {
      current += ms;
    },
    sleeps,
  };
}

export function createKeptLog() {
  const lines: { level: string; message: string; fields: unknown }[] = [];
  const at = (level: string) => (message: string, fields?: object) =>
    void lines.push({ level, message, fields });
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
}

export function createKeptCalls() {
  const calls: CallRecord[] = [];
  return { calls, onCall: (call: CallRecord) => void calls.push(call) };
}

export const project = {
  name: 'live-prod',
  projectId: '0123456789abcdef0123456789abcdef',
  endpoint: 'https://live.example.com',
  region: 'cn-north-4',
} as const;
