import { within } from '#src/basics/within.ts';
import type { Answer, StatusPage } from './routes.ts';

/** What is wrong, for the person who runs the process; undefined when nothing is. */
type Check = () => Promise<string | undefined>;

/** A probe is answered within this time, whatever hangs, in milliseconds. */
const CHECK_WITHIN_MS = 1_000;

/** An entry is taken within milliseconds, and a timer within half a second. */
const LAG_MAX_MS = 10_000;
/** The heartbeat turns every half second, or every few seconds while Redis is unavailable. Later, something hangs. */
const STUCK_MS = 30_000;

/** The pages of a process that is alive but not ready, since it is still starting. */
export const STARTING_PAGES: Readonly<Record<string, StatusPage>> = {
  '/healthz': { read: async () => page(true, {}) },
  '/readyz': {
    read: async () =>
      page(false, { checks: [{ name: 'process', ok: false, why: 'it is starting' }] }),
  },
};

/** The pages for Prometheus and orchestrators, by path. */
export function createStatusPages(deps: {
  /** When the heartbeat last completed a turn. */
  readonly turnedAtMs: () => number;
  readonly isStopping: () => boolean;
  readonly isConnected: () => boolean;
  readonly ping: () => Promise<boolean>;
  readonly untakenAgeMs: () => Promise<number>;
  readonly metrics: () => Promise<Answer>;
  readonly metricsToken: () => string | undefined;
  readonly now: () => number;
}): Readonly<Record<string, StatusPage>> {
  const checks: Readonly<Record<string, Check>> = {
    process: async () => (deps.isStopping() ? 'it is stopping' : undefined),
    slack: async () => (deps.isConnected() ? undefined : 'the socket is not open'),
    redis: async () => ((await deps.ping()) ? undefined : 'no PONG'),
    dispatcher: async () => {
      const ageMs = await deps.untakenAgeMs();
      return ageMs > LAG_MAX_MS
        ? `an entry has waited for ${Math.round(ageMs / 1000)} s and nobody takes it`
        : undefined;
    },
  };
  return {
    // Whether the process is alive; it checks nothing outside the process.
    '/healthz': {
      async read() {
        const silentMs = deps.now() - deps.turnedAtMs();
        const why =
          silentMs > STUCK_MS
            ? `the heartbeat has stood still for ${Math.round(silentMs / 1000)} s`
            : undefined;
        return page(why === undefined, { why });
      },
    },
    // 200 when every check passes, otherwise 503, with the name of each check and why it failed.
    '/readyz': {
      async read() {
        const results = await Promise.all(
          Object.entries(checks).map(async ([name, check]) => {
            const why = await whyInTime(check);
            return { name, ok: why === undefined, why };
          }),
        );
        const isReady = results.every(({ ok }) => ok);
        return page(isReady, { checks: results });
      },
    },
    '/metrics': { read: deps.metrics, token: deps.metricsToken },
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
