/** Attributes of a span: our own names and numbers, never a secret or what somebody typed. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  readonly attributes?: Attributes;
  /**
   * The `traceparent` (W3C Trace Context) of the parent span, perhaps in another process. If it is left out or of the
   * current trace, the current span is the parent.
   */
  readonly parent?: string | undefined;
}

interface PastCall {
  readonly ms: number;
  readonly isError: boolean;
  readonly attributes: Attributes;
}

export interface Tracing {
  readonly within: <Result>(
    name: string,
    step: Step,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** Records a call inside the current span that has just ended. */
  readonly past: (name: string, call: PastCall) => void;
  readonly here: () => string | undefined;
  /** Sends the remaining spans, within a moment. */
  readonly stop: () => Promise<void>;
}

/** Traces are not configured: only does the work. */
export const NO_TRACING: Tracing = {
  within: (_name, _step, work) => work(),
  past: () => undefined,
  here: () => undefined,
  stop: () => Promise.resolve(),
};
