/** What a span says of itself: names and numbers of ours, never a secret or what somebody typed. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  readonly attributes?: Attributes;
  /**
   * The `traceparent` (W3C Trace Context) of the span that this belongs to, in another process perhaps.
   * Left out, or when it is of the trace that this runs in: the span that this runs in.
   */
  readonly parent?: string | undefined;
}

/** A call that is over. */
interface PastCall {
  readonly ms: number;
  readonly isError: boolean;
  readonly attributes: Attributes;
}

/** Where spans go, as the seams of the desk see it. */
export interface Tracing {
  /** Does work inside a span. */
  readonly within: <Result>(
    name: string,
    step: Step,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** Tells of a call inside the span that this runs in, which ended just now. */
  readonly past: (name: string, call: PastCall) => void;
  /** The `traceparent` of the span that this runs in. */
  readonly here: () => string | undefined;
  /** Sends what is left, within a moment. */
  readonly stop: () => Promise<void>;
}

/** Nobody asked for traces: work is done, and nothing else. */
export const NO_TRACING: Tracing = {
  within: (_name, _step, work) => work(),
  past: () => undefined,
  here: () => undefined,
  stop: () => Promise.resolve(),
};
