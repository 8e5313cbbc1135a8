import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import type { ChangeRequest, EventName, State } from '#src/approval/record/change-request.ts';
import { createCapped } from './capped.ts';
import { createInstruments, type Instruments } from './instruments.ts';

/** One HTTP call to the Live API or to IAM that ended; `status` is missing when no answer came. */
export interface ApiCall {
  readonly project: string;
  readonly method: keyof typeof OPERATIONS;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly ms: number;
}

/** One call to Slack that ended. */
export interface SlackCall {
  readonly method: string;
  readonly outcome: string;
  readonly ms: number;
}

const SECOND_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
/** From ten seconds to a day. */
const DECISION_BUCKETS = [10, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
const RUN_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/** The longest time of a timer, 25 days. Otherwise the library takes a sample ten times a second. */
const NEVER_MS = 2 ** 31 - 1;
/** Gauges with names reserved for counters, and what the delay of the event loop shows already. */
const LEFT_OUT = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_eventloop_utilization_summary',
  'nodejs_eventloop_utilization_histogram',
];

/** A label may have this many values; more would be arbitrary text. */
const VALUES_MAX = 60;

/** Steps of an applied request that alerts depend on. */
const RARE: readonly EventName[] = ['late_effect', 'stream_gone'];

const OPERATIONS = { GET: 'read', PUT: 'modify', TOKEN: 'token', STREAMS: 'streams' } as const;

/**
 * All metrics, as plain functions. Labels hold names from the configuration and from our code, and codes of Slack and
 * the API up to a limit; never the id of a person, a task or a request.
 */
export function createMetrics(build: { readonly version: string }) {
  const registry = new Registry();
  const make = createInstruments(registry);
  collectDefaultMetrics({ register: registry, eventLoopUtilizationTimeout: NEVER_MS });
  for (const name of LEFT_OUT) registry.removeSingleMetric(name);
  make
    .gauge('build_info', ['version', 'node'])
    .set({ version: build.version, node: process.version }, 1);
  return {
    registry,
    ...requestMetrics(make),
    ...apiMetrics(make),
    ...slackMetrics(make),
    ...outboxMetrics(make),
    ...setUpMetrics(make),
    ...configMetrics(make),
  };
}

function requestMetrics(make: Instruments) {
  const transitions = make.counter('transitions_total', ['project', 'event', 'state']);
  const refusals = make.counter('refusals_total', ['operation', 'reason']);
  const decisions = make.histogram('decision_seconds', ['project', 'state'], DECISION_BUCKETS);
  const runs = make.histogram('run_seconds', ['project', 'state'], RUN_BUCKETS);
  return {
    transition: (next: ChangeRequest): void => {
      const { project, state, history, createdAtMs } = next;
      const [last, before] = [history.at(-1), history.at(-2)];
      if (!last) return;
      transitions.inc({ project, event: last.event, state });
      const isDecision = last.event === 'approve' || last.event === 'reject';
      if (isDecision && state !== 'pending') {
        decisions.observe({ project, state }, (last.atMs - createdAtMs) / 1000);
      }
      const claimedAtMs = history.findLast(({ event }) => event === 'claim')?.atMs;
      if (before && isRunning(before.state) && !isRunning(state) && claimedAtMs !== undefined) {
        runs.observe({ project, state }, (last.atMs - claimedAtMs) / 1000);
      }
    },
    /** Starts rare steps at 0: for Prometheus, a series that begins at 1 has not increased. */
    expectSteps: (project: string): void => {
      for (const event of RARE) transitions.inc({ project, event, state: 'applied' }, 0);
    },
    refused: (operation: string, reason: string): void => refusals.inc({ operation, reason }),
  };
}

function isRunning(state: State): boolean {
  return state === 'applying' || state === 'unconfirmed';
}

function apiMetrics(make: Instruments) {
  const calls = make.counter('api_calls_total', ['project', 'operation', 'status', 'error_code']);
  const seconds = make.histogram('api_call_seconds', ['project', 'operation'], SECOND_BUCKETS);
  const gate = make.gauge('api_gate_calls', ['project', 'place']);
  const held = make.gauge('credentials_held_until_seconds', ['project']);
  const code = createCapped(VALUES_MAX);
  return {
    apiCall: ({ project, method, status, errorCode, ms }: ApiCall): void => {
      const operation = OPERATIONS[method];
      const error = errorCode === undefined ? '' : code(errorCode);
      calls.inc({ project, operation, status: status ?? 'none', error_code: error });
      seconds.observe({ project, operation }, ms / 1000);
    },
    apiGate: (project: string, running: number, waiting: number): void => {
      gate.set({ project, place: 'running' }, running);
      gate.set({ project, place: 'waiting' }, waiting);
    },
    credentialsHeld: (project: string, untilMs: number): void =>
      held.set({ project }, untilMs / 1000),
  };
}

function slackMetrics(make: Instruments) {
  const calls = make.counter('slack_calls_total', ['method', 'outcome']);
  const seconds = make.histogram('slack_call_seconds', ['method'], SECOND_BUCKETS);
  const acks = make.histogram('click_ack_seconds', ['kind'], SECOND_BUCKETS);
  const [method, outcome] = [createCapped(VALUES_MAX), createCapped(VALUES_MAX)];
  return {
    slackCall: (call: SlackCall): void => {
      calls.inc({ method: method(call.method), outcome: outcome(call.outcome) });
      seconds.observe({ method: method(call.method) }, call.ms / 1000);
    },
    click: (kind: string, ms: number): void => acks.observe({ kind }, ms / 1000),
  };
}

function outboxMetrics(make: Instruments) {
  const handled = make.histogram('outbox_handle_seconds', ['kind', 'outcome'], RUN_BUCKETS);
  const unknown = make.counter('outbox_unknown_total');
  return {
    entryUnknown: (): void => unknown.inc(),
    entryHandled: (kind: string, outcome: 'done' | 'again' | 'failed', ms: number): void =>
      handled.observe({ kind, outcome }, ms / 1000),
  };
}

function setUpMetrics(make: Instruments) {
  const findings = make.gauge('setup_findings', ['subject', 'status']);
  const checked = make.gauge('setup_checked_seconds');
  return {
    setUpChecked: (
      counts: readonly {
        readonly subject: string;
        readonly status: string;
        readonly count: number;
      }[],
      atMs: number,
    ): void => {
      for (const { subject, status, count } of counts) findings.set({ subject, status }, count);
      checked.set(atMs / 1000);
    },
  };
}

function configMetrics(make: Instruments) {
  const reloads = make.counter('config_reloads_total', ['outcome']);
  const refused = make.gauge('config_refused');
  const differs = make.gauge('config_policy_differs', ['project']);
  for (const outcome of ['taken', 'refused'] as const) reloads.inc({ outcome }, 0);
  return {
    /** `back`: the file is again the one that is in force. */
    configRead: (outcome: 'taken' | 'refused' | 'back'): void => {
      if (outcome !== 'back') reloads.inc({ outcome });
      refused.set(outcome === 'refused' ? 1 : 0);
    },
    policiesDiffer: (projects: readonly string[]): void => {
      differs.reset();
      for (const project of projects) differs.set({ project }, 1);
    },
  };
}
