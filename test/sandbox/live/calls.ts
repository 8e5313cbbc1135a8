import type { On } from './faults.ts';

/** One call as it arrived, and its outcome. */
export interface Call {
  readonly number: number;
  /** The kind of call for faults and hooks; undefined if it is not simulated. */
  readonly on: On | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Every header, credentials included, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: string;
  /** Undefined without a JSON body. */
  readonly body: unknown;
  readonly atMs: number;
  /** Undefined while the call is being handled. `cut` when the connection was destroyed. */
  readonly answer: { readonly status: number | 'cut'; readonly body: unknown } | undefined;
  /** Whether a modification took effect, whatever the answer. */
  readonly isApplied: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export const createCallLog = () => {
  const calls: Writable<Call>[] = [];
  return {
    begin: (arrived: Omit<Call, 'number' | 'answer' | 'isApplied'>): Writable<Call> => {
      const call = { ...arrived, number: calls.length + 1, answer: undefined, isApplied: false };
      calls.push(call);
      return call;
    },
    all: (): readonly Call[] => calls.map((call) => ({ ...call })),
  };
};

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
