import type { Failure } from './live-api.ts';
import type { RelayTask } from './relay-task.ts';

/** Where a task pushes to, on a domain of the account. */
export interface StreamTarget {
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
}

/**
 * A stream that is pushed to a domain of the account, as the Live API tells it. That it is present is all it says:
 * its picture may be black. What the API leaves out, or writes as something else, is missing.
 */
export interface LiveStream {
  /** When its push began, in Unix milliseconds. */
  readonly sinceMs?: number;
  readonly videoCodec?: string;
  readonly audioCodec?: string;
  /** `1920x1080`. */
  readonly resolution?: string;
  /** Frames a second. */
  readonly frameRate?: number;
  /** Of video and audio together, in kbit/s. */
  readonly bitrate?: number;
}

/** `stream` is undefined where the target has none now. */
export type StreamLook =
  | { readonly ok: true; readonly stream: LiveStream | undefined }
  | { readonly ok: false; readonly failure: Failure };

/** The streams of one project's domains. */
export interface LiveStreams {
  readonly look: (target: StreamTarget) => Promise<StreamLook>;
}

/**
 * Where a task's stream can be looked for. Undefined: it pushes to another address, which may belong to nobody we know,
 * or the API does not say where.
 */
export function streamTarget(task: RelayTask): StreamTarget | undefined {
  const { domain, app_name: app, stream_name: stream } = task;
  return !task.destination_url && domain && app && stream ? { domain, app, stream } : undefined;
}
