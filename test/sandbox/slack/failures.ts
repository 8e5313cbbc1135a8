import type { Fields } from './json.ts';

export type Failure =
  | { readonly status: 429; readonly retryAfter: number }
  | { readonly status: number }
  | { readonly error: string }
  /** No answer ever comes. */
  | 'timeout'
  /** Does what was asked, then cuts the connection. */
  | 'lose_answer';

export type FailurePlan = {
  /** A Web API method, `response_url`, `files-pri` for a file that is read, or `*` for any. */
  readonly method: string;
  readonly times?: number;
  readonly with: Failure;
  readonly when?: (args: Fields) => boolean;
};

export const createFailures = () => {
  const plans: (FailurePlan & { left: number })[] = [];
  return {
    add: (plan: FailurePlan): void => {
      plans.push({ ...plan, left: plan.times ?? 1 });
    },
    take: (method: string, args: Fields): Failure | undefined => {
      const plan = plans.find(
        (entry) =>
          entry.left > 0 &&
          (entry.method === method || entry.method === '*') &&
          (entry.when?.(args) ?? true),
      );
      if (plan === undefined) return undefined;
      plan.left -= 1;
      return plan.with;
    },
    /** What was asked for and has not happened yet. */
    toCome: (): FailurePlan[] => plans.filter(({ left }) => left > 0),
    clear: (): void => void plans.splice(0),
  };
};

export type Failures = ReturnType<typeof createFailures>;
