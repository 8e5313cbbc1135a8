import { placeOf } from '#src/relay/file-name.ts';
import { cut, type TaskEvent } from './event.ts';

/** An event as kept for the as-run log: small, and without signed URLs. */
export interface KeptEvent {
  readonly event: string;
  /** When it arrived, in Unix milliseconds. */
  readonly receivedAtMs: number;
  /** When it happened according to the sender, if given. */
  readonly eventAtMs?: number | undefined;
  /** Host and path of the file, if the event names one. */
  readonly file?: string | undefined;
  /** Number of the file as reported; whether it counts from 0 is not documented. */
  readonly index?: string | undefined;
  /** Kind, code and message of an alarm or an exit. */
  readonly said?: string | undefined;
}

/** The events kept of one task, and what may be missing. */
export interface KeptEvents {
  readonly events: readonly KeptEvent[];
  /** How long events are kept, in milliseconds. */
  readonly keptForMs: number;
  /** Earlier events are no longer kept; undefined: none was dropped. */
  readonly droppedUntilMs?: number | undefined;
  /** The limit of all kept events is reached, so events of a new task are not kept. */
  readonly isFull: boolean;
  /** Since when replicas take events; undefined: none ever did. */
  readonly listeningSinceMs?: number | undefined;
  /** When no replica did, for longer than a restart takes. */
  readonly silences: readonly Span[];
}

/** A stretch of time, in Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Characters kept of a path, and of the rest of an event (own limits, to bound the memory). */
const FILE_MAX = 200;
const SAID_MAX = 120;

const EXPLAINED = ['TaskAlarm', 'TaskExit'];

/** What is kept of an event, without its times. */
export function keptOf(event: TaskEvent): Omit<KeptEvent, 'receivedAtMs' | 'eventAtMs'> {
  const saidOf = (name: string) => event.said.find(([each]) => each === name)?.[1];
  const url = saidOf('url');
  const words = ['type', 'code', 'message', 'reason'].map(saidOf).filter(Boolean).join(' ');
  return {
    event: event.event,
    file: url === undefined ? undefined : fileOf(url),
    index: saidOf('index')?.slice(0, 10),
    said: EXPLAINED.includes(event.event) && words !== '' ? cut(words, SAID_MAX) : undefined,
  };
}

/** How a file is named in events and in requests: host and path of its URL. */
export function fileOf(url: string): string {
  return cut(placeOf(url), FILE_MAX);
}
