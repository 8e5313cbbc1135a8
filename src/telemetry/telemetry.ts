import { within } from '#src/basics/within.ts';
import { given } from '#src/basics/given.ts';
import { type ApiCall, createMetrics, type SlackCall } from './metrics.ts';
import type { OpenTelemetryOptions } from './open-telemetry.ts';
import { NO_TRACING, type Tracing } from './tracing.ts';

export type Telemetry = Awaited<ReturnType<typeof createTelemetry>>;

/** How long a step waits to learn which trace it belongs to, in milliseconds. */
const TRACE_WITHIN_MS = 200;

/** Metrics always, traces when they are configured. */
export async function createTelemetry(
  options: Omit<OpenTelemetryOptions, 'ratio'> & {
    readonly traces: { readonly ratio: number } | undefined;
    /** The `traceparent` stored with a request. */
    readonly traceOf: (request: string) => Promise<string | undefined>;
  },
) {
  const metrics = createMetrics({ version: options.version });
  const tracing = options.traces
    ? await loadTracing({ ...options, ratio: options.traces.ratio })
    : NO_TRACING;
  return {
    metrics,
    tracing,
    /** The trace that a request belongs to, if it can be read in time. */
    traceOf: async (request: string): Promise<string | undefined> => {
      if (tracing === NO_TRACING) return undefined;
      return within(
        TRACE_WITHIN_MS,
        options.traceOf(request).catch(() => undefined),
      );
    },
    apiCall: (call: ApiCall): void => {
      metrics.apiCall(call);
      const { project, method, status, errorCode, ms } = call;
      tracing.past(method === 'TOKEN' ? 'iam token' : `live ${method}`, {
        ms,
        isError: status === undefined || status >= 400,
        attributes: {
          'relaydesk.project': project,
          ...given({
            'http.response.status_code': status,
            'error.type': errorCode && codeOf(errorCode),
          }),
        },
      });
    },
    slackCall: (call: SlackCall): void => {
      metrics.slackCall(call);
      const { method, outcome, ms } = call;
      const isError = outcome !== 'ok';
      const attributes = given({ 'error.type': isError ? codeOf(outcome) : undefined });
      tracing.past(`slack ${method}`, { ms, isError, attributes });
    },
    /** Wraps the work on everything that Slack sends. */
    aroundClick: (kind: string, work: () => Promise<void>): Promise<void> =>
      tracing.within(`click ${kind}`, {}, work),
  };
}

/** A short code; anything longer or like a sentence becomes `other`. */
function codeOf(answered: string): string {
  return /^[\w.-]{1,60}$/.test(answered) ? answered : 'other';
}

async function loadTracing(options: OpenTelemetryOptions): Promise<Tracing> {
  const { createOpenTelemetry } = await import('./open-telemetry.ts');
  return createOpenTelemetry(options);
}
