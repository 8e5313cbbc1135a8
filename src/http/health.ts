import { within } from '#src/basics/within.ts';
import type { Answer, StatusPage } from './routes.ts';

/** What is wrong, for the person who runs the process; undefined when nothing is. */
type Check = () => Promise<string | undefined>;

/** A probe is answered within this time, whatever hangs, in milliseconds. */
const CHECK_WITHIN_MS = 1_000;

/** The pages for Prometheus and orchestrators, by path. */
export function createStatusPages(deps: {
  /** When the heartbeat last completed a turn. */
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

/** `/readyz`: 200 when every check passes, otherwise 503, with the name of each check and why it failed. */
function readinessPage(checks: Readonly<Record<string, Check>>): () => Promise<Answer> {
  return async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const why = await whyInTime(check);
        return { name, ok: why === undefined, why };
      }),
    );
    return page(
      results.every(({ ok }) => ok),
      { checks: results },
    );
  };
}

/** `/healthz`: whether the process is alive; it checks nothing outside the process. */
function healthPage(check: Check): () => Promise<Answer> {
  return async () => {
    const why = await check();
    return page(why === undefined, { why });
  };
}

/** An entry is taken within milliseconds, and a timer within half a second. */
const LAG_MAX_MS = 10_000;

/** Whether any replica takes entries off the outbox. */
function lagCheck(untakenAgeMs: () => Promise<number>): Check {
  return async () => {
    const ageMs = await untakenAgeMs();
    return ageMs > LAG_MAX_MS
      ? `an entry has waited for ${Math.round(ageMs / 1000)} s and nobody takes it`
      : undefined;
  };
}

/** The heartbeat turns every half second, or every few seconds while Redis is unavailable. */
const STUCK_MS = 30_000;

/** Whether the heartbeat still turns: if not, something hangs. */
function stuckCheck(turnedAtMs: () => number, now: () => number): Check {
  return () => {
    const silentMs = now() - turnedAtMs();
    const isStuck = silentMs > STUCK_MS;
    const seconds = Math.round(silentMs / 1000);
    return Promise.resolve(isStuck ? `the heartbeat has stood still for ${seconds} s` : undefined);
  };
}

async function whyInTime(check: Check): Promise<string | undefined> {
  try {
    const work = check().then((why) => ({ why }));
    const answer = await within(CHECK_WITHIN_MS, work);
    return answer ? answer.why : `no answer within ${CHECK_WITHIN_MS} ms`;
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
