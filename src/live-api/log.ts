/** What the Live API client needs of a log. Fields are plain values and never hold a secret. */
export interface Log {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

type LogLine = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** One HTTP call that ended, for metrics. `status` is missing when no answer came. */
export interface CallRecord {
  /** `STREAMS`: a look at the streams, which is a GET as well. */
  readonly method: 'GET' | 'PUT' | 'TOKEN' | 'STREAMS';
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly ms: number;
}

export type OnCall = (call: CallRecord) => void;

/** How many calls are under way, and how many wait for one of them to end. */
export type OnGate = (running: number, waiting: number) => void;

/** The time (epoch ms) until which nothing is sent with refused credentials; 0: go ahead. */
export type OnHold = (untilMs: number) => void;
