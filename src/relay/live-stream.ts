import type { Failure } from './live-api.ts';
import type { RelayTask } from './relay-task.ts';

/** Where a task pushes to, on a domain of the account. */
export interface StreamTarget {
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
}

/**
 * A stream that is pushed to a domain of the account, as the Live API reports it. It says only that the stream is
 * present; its picture may be black. Facts that the API leaves out or writes unreadably are missing.
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

/** `stream` is undefined if nothing is pushed to the target now. */
export type StreamLook =
  | { readonly ok: true; readonly stream: LiveStream | undefined }
  | { readonly ok: false; readonly failure: Failure };

export interface LiveStreams {
  readonly look: (target: StreamTarget) => Promise<StreamLook>;
}

/** Where to look for a task's stream. Undefined: the task pushes to an external URL, or the API does not say where. */
export function streamTarget(task: RelayTask): StreamTarget | undefined {
  const { domain, app_name: app, stream_name: stream } = task;
  return !task.destination_url && domain && app && stream ? { domain, app, stream } : undefined;
}
