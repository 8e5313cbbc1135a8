import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usualFailure, type Answer } from './answer.ts';
import { createCallLog, parseJson, type Call } from './calls.ts';
import { createEvents, type FiredEvent } from './events.ts';
import { createFaults, type FaultOrder, type On } from './faults.ts';
import { meet } from './meet.ts';
import { createIam, type IamUser } from './iam.ts';
import type { UnknownTask } from './list.ts';
import type { ModifyRules, Omission } from './modify.ts';
import { strictPlay, type OnAir, type PlayRules } from './on-air.ts';
import { createRoutes, kindOf } from './routes.ts';
import { sendAnswer, sendSpoilt } from './send.ts';
import { createSignatureCheck, type KeyPair } from './signature.ts';
import type { Seen, StreamBehaviour, StreamsAnswer } from './streams.ts';
import { createTaskStore } from './task-store.ts';
import type { RawFields, TaskEvent, WireTask, WireTaskFields } from './wire-task.ts';

export interface SimulatedLiveOptions {
  readonly projectId: string;
  readonly region: string;
  readonly user: IamUser;
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly tasks?: readonly WireTask[];
  readonly omission: Omission;
  readonly now?: () => number;
  readonly tokenLifeMs?: number;
  /** How long tokens are; thousands of characters, and up to 64 kB are seen. */
  readonly tokenCharacters?: number;
  /** The answer to a listing by an unknown id; undocumented, so both are simulated. */
  readonly unknownTask?: UnknownTask;
  readonly pastStart?: ModifyRules['pastStart'];
  readonly notFoundStatus?: ModifyRules['notFoundStatus'];
  readonly sevenDays?: ModifyRules['sevenDays'];
  readonly omittedStart?: ModifyRules['omittedStart'];
  readonly ownValues?: ModifyRules['ownValues'];
  readonly repeatedUrl?: ModifyRules['repeatedUrl'];
  readonly indexOutOfList?: ModifyRules['indexOutOfList'];
  /** Effects of modifying a running task; by default the stricter reading of each. */
  readonly play?: Partial<PlayRules>;
  readonly port?: number;
  /** Request ids of answers: 32 hex digits, by default random. */
  readonly newRequestId?: () => string;
}

export type Change =
  | { readonly kind: 'task'; readonly taskId: string }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'event'; readonly event: FiredEvent };

export interface SimulatedLive {
  /** Base address of the Live API. */
  readonly url: string;
  /** Base address of IAM: the same server. */
  readonly iamUrl: string;
  readonly tasks: () => readonly WireTask[];
  readonly task: (taskId: string) => WireTask;
  /** Somebody else changes a task, without a call in the log. */
  readonly edit: (taskId: string, fields: WireTaskFields) => WireTask;
  /** Sets any values, as the API may return against its documentation. */
  readonly setRaw: (taskId: string, fields: RawFields) => void;
  readonly addTask: (task: WireTask) => void;
  readonly removeTask: (taskId: string) => void;
  readonly calls: () => readonly Call[];
  readonly puts: () => readonly Call[];
  readonly fail: (order: FaultOrder) => void;
  /** Drops faults and hooks still to come. Held calls stay held. */
  readonly clearFaults: () => void;
  readonly release: () => void;
  /** How many calls are being held now. */
  readonly held: () => number;
  /** Runs once, when such a call has arrived and before it is handled. */
  readonly before: (on: On, hook: () => void | Promise<void>) => void;
  /** Tokens given out so far must be renewed (0307), or are unknown from now on (0301). */
  readonly expireTokens: (how?: 'renew' | 'forgotten') => void;
  /** A new password invalidates all tokens; a new pair replaces the old one. */
  readonly changeCredentials: (change: {
    readonly password?: string;
    readonly keys?: KeyPair;
  }) => void;
  /** A number stops the clock there; a function replaces it. */
  readonly setNow: (now: number | (() => number)) => void;
  readonly isKeyLocked: () => boolean;
  readonly fireEvent: (taskId: string, event: TaskEvent, body?: unknown) => Promise<FiredEvent>;
  readonly firedEvents: () => readonly FiredEvent[];
  readonly onAir: (taskId: string) => OnAir;
  /** What viewers see of a task, which the API does not fully tell. */
  readonly viewers: (taskId: string) => Seen;
  /** How the stream of a task behaves: late, never, gone after a while, with odd fields. */
  readonly streamOf: (taskId: string, behaviour: StreamBehaviour) => void;
  /** The answer to every listing of streams from now on. */
  readonly answerStreams: (answer: StreamsAnswer) => void;
  /** Returns a function that ends it. */
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly stop: () => Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A Live API and the IAM in front of it, on a free port of the loopback interface. */
export const createSimulatedLive = async (
  options: SimulatedLiveOptions,
): Promise<SimulatedLive> => {
  const { newRequestId = () => randomBytes(16).toString('hex') } = options;
  let now = options.now ?? Date.now;
  let isStopped = false;
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };

  const faults = createFaults();
  const log = createCallLog();
  const store = createTaskStore({
    tasks: options.tasks ?? [],
    rules: { ...strictPlay, ...options.play },
    now: () => now(),
    changed: (taskId) => tell({ kind: 'task', taskId }),
  });
  const events = createEvents({ find: store.task, onAir: store.onAir, now: () => now() });
  const fireEvent = async (
    taskId: string,
    event: TaskEvent,
    body?: unknown,
  ): Promise<FiredEvent> => {
    const fired = await events.fire(taskId, event, body);
    tell({ kind: 'event', event: fired });
    return fired;
  };
  let user = options.user;
  let streamsAnswer: StreamsAnswer = 'listed';
  const { accessKey, secretKey } = options;
  let keys: KeyPair | undefined =
    accessKey === undefined || secretKey === undefined ? undefined : { accessKey, secretKey };
  const iam = createIam({
    ...options,
    user: () => user,
    tokenLifeMs: options.tokenLifeMs ?? dayMs,
  });
  const signatures = createSignatureCheck(() => keys);
  const routes = createRoutes({
    projectId: options.projectId,
    unknownTask: options.unknownTask ?? 'empty',
    rules: {
      omission: options.omission,
      pastStart: options.pastStart ?? 'accept',
      notFoundStatus: options.notFoundStatus ?? 404,
      sevenDays: options.sevenDays ?? 'at_most',
      omittedStart: options.omittedStart ?? 'stored',
      ownValues: options.ownValues ?? 'refuse',
      repeatedUrl: options.repeatedUrl ?? 'accept',
      indexOutOfList: options.indexOutOfList ?? 'refuse',
    },
    store,
    iam,
    signatures,
    streamsAnswer: () => streamsAnswer,
    now: () => now(),
    modified: (taskId) => void fireEvent(taskId, 'ResetTaskConfig'),
  });

  /** The tasks once all late calls have taken effect. */
  const caughtUp = () => {
    faults.catchUp(now());
    return store;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://loopback');
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const rawBody = body.toString('utf8');
    const on = kindOf(request.method ?? '', url.pathname);
    const call = log.begin({
      on,
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      rawBody,
      body: parseJson(rawBody),
      atMs: now(),
    });
    tell({ kind: 'call', call: { ...call } });

    caughtUp();
    if (on !== undefined) await faults.runHook(on);
    const fault = on === undefined ? undefined : faults.take(on);
    const act = (): Answer => {
      // Calls held when the service went down never reached it.
      if (isStopped) return usualFailure('GET', 503);
      const handled = routes.handle({ call, target: request.url ?? '/', body });
      call.isApplied = handled.isApplied;
      return handled.answer;
    };
    const answer = await meet({ fault, on, act, now, ...faults });
    const requestId = newRequestId();
    call.answer =
      answer === 'cut' || fault === 'cut_after' || fault === 'cut_inside'
        ? { status: 'cut', body: undefined }
        : { status: answer.status, body: answer.body };
    if (answer === 'cut') request.socket.destroy();
    else if (typeof fault === 'string') sendSpoilt({ response, answer, requestId, fault });
    else call.answer = { status: answer.status, body: sendAnswer({ response, answer, requestId }) };
    tell({ kind: 'call', call: { ...call } });
  };

  const server = createServer({ maxHeaderSize: 128 * 1024 }, (request, response) => {
    response.setHeader('date', new Date(now()).toUTCString());
    serve(request, response).catch((error: unknown) => {
      // A disconnected client is normal. A throwing hook is reported but must not end the process.
      if (!request.destroyed) process.emitWarning(`simulated Live API: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    iamUrl: url,
    tasks: () => caughtUp().all(),
    task: (taskId) => caughtUp().task(taskId),
    edit: store.edit,
    setRaw: store.setRaw,
    addTask: store.add,
    removeTask: store.remove,
    calls: log.all,
    puts: () => log.all().filter((call) => call.on === 'PUT'),
    fail: faults.fail,
    clearFaults: faults.clear,
    release: faults.release,
    held: faults.held,
    before: faults.before,
    expireTokens: (how = 'renew') => iam.expireAll(how),
    changeCredentials: (change) => {
      if (change.password !== undefined) {
        user = { ...user, password: change.password };
        iam.expireAll('forgotten');
      }
      keys = change.keys ?? keys;
    },
    setNow: (next) => {
      now = typeof next === 'number' ? () => next : next;
    },
    isKeyLocked: () => signatures.isLocked(now()),
    fireEvent,
    firedEvents: events.fired,
    onAir: store.onAir,
    viewers: store.viewers,
    streamOf: store.behave,
    answerStreams: (answer) => {
      streamsAnswer = answer;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: async () => {
      isStopped = true;
      events.stop();
      server.closeAllConnections();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      faults.release();
      await closed;
    },
  };
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
