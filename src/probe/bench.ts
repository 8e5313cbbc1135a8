import { differencesAfter, type FieldDifference, holdsChange } from '#src/relay/drift.ts';
import type { Change } from '#src/relay/change.ts';
import { defaultOf, knownValue } from '#src/relay/field.ts';
import type { Failure, RelayTasks } from '#src/relay/live-api.ts';
import type { LiveStreams, StreamTarget } from '#src/relay/live-stream.ts';
import type { Measurements } from '#src/relay/measured.ts';
import type { Payload } from '#src/relay/payload.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';

export interface ProbedApi {
  readonly tasks: Pick<RelayTasks, 'read' | 'modify'>;
  readonly streams: LiveStreams;
  readonly now: () => number;
  /** Rejects when the probe is asked to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  /** How long to wait for a stream to appear, disappear or be interrupted, in milliseconds. */
  readonly patienceMs: number;
}

/** The experiment cannot answer its question. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** The outcome of a PUT; `words` are the API's own if it refused. */
export interface Put {
  readonly isTaken: boolean;
  readonly words: string;
}

/** A task to experiment with, and its stream. */
export interface Bench extends Pick<ProbedApi, 'now' | 'sleep' | 'patienceMs'> {
  readonly base: RelayTask;
  readonly read: () => Promise<RelayTask>;
  /** Sends the whole task with the change, including the start if the API accepts a past one. */
  readonly put: (change: Change, start?: 'leave_out') => Promise<Put>;
  /** Sends only the change. */
  readonly putAlone: (change: Change) => Promise<Put>;
  /** Seconds until the stream appears or disappears; undefined if it does not within that time. */
  readonly until: (isThere: boolean, withinMs: number) => Promise<number | undefined>;
  /** When the push of the stream began, in Unix milliseconds; undefined if there is no stream. */
  readonly since: () => Promise<number | undefined>;
  /** Waits before the next look at the stream. */
  readonly pause: () => Promise<void>;
}

/** Between two looks at the stream; the API allows a thousand a minute. */
const LOOK_EVERY_MS = 5_000;
/** Our PUTs have nothing to wait for. */
const SEND_WITHIN_MS = 30_000;

export function createBench(
  api: ProbedApi,
  asked: {
    readonly base: RelayTask;
    readonly target: StreamTarget | undefined;
    readonly measured: () => Measurements;
    readonly onRequestId: (id: string) => void;
  },
): Bench {
  const { base, target, measured, onRequestId } = asked;

  async function read(): Promise<RelayTask> {
    const found = await api.tasks.read(base.task_id);
    if (found.ok === 'not_found') throw new NoAnswerError('the task is not there any more');
    if (!found.ok)
      throw new NoAnswerError(`the task cannot be read: ${failureWords(found.failure)}`);
    return found.task;
  }

  async function send(payload: Payload, change: Change): Promise<Put> {
    const answer = await api.tasks.modify(payload, api.now() + SEND_WITHIN_MS);
    if (answer.kind === 'accepted') {
      if (answer.request_id) onRequestId(answer.request_id);
      return { isTaken: true, words: 'the PUT was answered with 200' };
    }
    const { failure } = answer;
    if (failure.request_id) onRequestId(failure.request_id);
    if (answer.kind === 'refused') return { isTaken: false, words: failureWords(failure) };
    // The answer was lost, so the task itself has to tell.
    if (answer.kind === 'unknown' && holdsChange(change, await read())) {
      return { isTaken: true, words: 'the answer was lost, and the task holds the change' };
    }
    throw new NoAnswerError(`the PUT had no clear answer: ${failureWords(failure)}`);
  }

  return {
    ...streamOf(api, target),
    base,
    now: api.now,
    sleep: api.sleep,
    patienceMs: api.patienceMs,
    read,
    put: (change, start) => {
      const isStartSent = start === undefined && measured().takesPastStart?.answer === true;
      return send(whole(base, change, isStartSent), change);
    },
    putAlone: (change) => send({ task_id: base.task_id, ...change }, change),
  };
}

function streamOf(
  { streams, now, sleep, patienceMs }: ProbedApi,
  target: StreamTarget | undefined,
): Pick<Bench, 'since' | 'until' | 'pause'> {
  const pause = () => sleep(Math.min(LOOK_EVERY_MS, patienceMs / 4));

  async function since(): Promise<number | undefined> {
    if (!target) throw new NoAnswerError('the task pushes to no domain of this account');
    const look = await streams.look(target);
    if (!look.ok) throw new NoAnswerError(`streams are not told: ${failureWords(look.failure)}`);
    if (look.stream && look.stream.sinceMs === undefined) {
      throw new NoAnswerError('the API does not tell when the stream began');
    }
    return look.stream?.sinceMs;
  }

  async function until(isThere: boolean, withinMs: number): Promise<number | undefined> {
    for (const fromMs = now(); ; await pause()) {
      const isNow = (await since()) !== undefined;
      const ms = now() - fromMs;
      if (isNow === isThere) return Math.round(ms / 1000);
      if (ms >= withinMs) return undefined;
    }
  }

  return { since, until, pause };
}

/**
 * Restores the task and returns what could not be restored. It tries first without the start, since the API may
 * refuse a past one, then with it.
 */
export async function putBack(api: ProbedApi, original: RelayTask): Promise<FieldDifference[]> {
  const bench = createBench(api, {
    base: original,
    target: undefined,
    measured: () => ({}),
    onRequestId: () => undefined,
  });
  for (const isStartSent of [false, true]) {
    if (differencesAfter(original, {}, await bench.read()).length === 0) return [];
    await api.tasks.modify(whole(original, {}, isStartSent), api.now() + SEND_WITHIN_MS);
  }
  return differencesAfter(original, {}, await bench.read());
}

/** Every field as the task holds it, or its documented default, with the change applied. */
function whole(base: RelayTask, change: Change, isStartSent: boolean): Payload {
  const values = MODIFIABLE_FIELDS.map((field) => {
    const isLeftOut = field === 'start_time' && !isStartSent;
    const held = isLeftOut ? undefined : (knownValue(base, field) ?? defaultOf(field));
    return [field, change[field] ?? held] as const;
  });
  return {
    task_id: base.task_id,
    ...Object.fromEntries(values.filter(([, value]) => value !== undefined)),
  };
}

/** What the API said, word for word, or what kind of failure it was. */
export function failureWords({ http_status, error_code, error_msg, kind }: Failure): string {
  return [http_status, error_code, error_msg].filter(Boolean).join(' ') || kind;
}
