import { within } from '#src/basics/within.ts';
import type { Answer, StatusPage } from './routes.ts';

/** What is wrong, in words for the person who runs the process; undefined when nothing is. */
type Check = () => Promise<string | undefined>;

/** A probe is answered in this time, whatever hangs, in milliseconds. */
const CHECK_WITHIN_MS = 1_000;

/** What Prometheus and an orchestrator ask for, by path. */
export function createStatusPages(deps: {
  /** When the heartbeat last went round. */
  readonly turnedAtMs: () => number;
  readonly isStopping: () => boolean;
  readonly isConnected: () => boolean;
  /** Whether Redis answers. */
  readonly ping: () => Promise<boolean>;
  readonly untakenAgeMs: () => Promise<number>;
  readonly metrics: () => Promise<Answer>;
  readonly metricsToken: () => string | undefined;
  readonly now: () => number;
}): Readonly<Record<string, StatusPage>> {
  const checks = {
    process: async () => (deps.isStopping() ? 'it is stopping' : undefined),
    slack: async () => (deps.isConnected() ? undefined : 'the socket is not open'),
    redis: async () => ((await deps.ping()) ? undefined : 'no PONG'),
    dispatcher: lagCheck(deps.untakenAgeMs),
  };
  return {
    '/healthz': { read: healthPage(stuckCheck(deps.turnedAtMs, deps.now)) },
    '/readyz': { read: readinessPage(checks) },
    '/metrics': { read: deps.metrics, token: deps.metricsToken },
  };
}

/** `/readyz`: 200 when every check is fine, else 503; each with its name, and why. */
function readinessPage(
  checks: Readonly<Record<string, Check>>,
  withinMs = CHECK_WITHIN_MS,
): () => Promise<Answer> {
  return async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const why = await whyInTime(check, withinMs);
        return { name, ok: why === undefined, why };
      }),
    );
    return page(
      results.every(({ ok }) => ok),
      { checks: results },
    );
  };
}

/** `/healthz`: says that the process goes on; it looks at nothing outside of the process. */
function healthPage(check: Check): () => Promise<Answer> {
  return async () => {
    const why = await check();
    return page(why === undefined, { why });
  };
}

/** An entry is taken within milliseconds, and a timer within half a second. */
const LAG_MAX_MS = 10_000;

/** Whether some replica takes what there is to do. */
function lagCheck(untakenAgeMs: () => Promise<number>): Check {
  return async () => {
    const ageMs = await untakenAgeMs();
    return ageMs > LAG_MAX_MS
      ? `an entry has waited for ${Math.round(ageMs / 1000)} s and nobody takes it`
      : undefined;
  };
}

/** The heartbeat goes round every half second, and every few seconds while Redis is away. */
const STUCK_MS = 30_000;

/** Whether the heartbeat still goes round: if not, something waits for ever that should not. */
function stuckCheck(turnedAtMs: () => number, now: () => number): Check {
  return () => {
    const silentMs = now() - turnedAtMs();
    const isStuck = silentMs > STUCK_MS;
    const seconds = Math.round(silentMs / 1000);
    return Promise.resolve(isStuck ? `the heartbeat has stood still for ${seconds} s` : undefined);
  };
}

async function whyInTime(check: Check, withinMs: number): Promise<string | undefined> {
  try {
    const answer = await within(
      withinMs,
      check().then((why) => ({ why })),
    );
    return answer ? answer.why : `no answer within ${withinMs} ms`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function page(ok: boolean, more: object): Answer {
  return {
    status: ok ? 200 : 503,
    contentType: 'application/json',
    text: JSON.stringify({ ok, ...more }),
  };
}
