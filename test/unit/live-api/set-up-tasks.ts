import type { LiveAuth } from '#src/live-api/auth.ts';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import {
  type Answer,
  type Arrived,
  createClock,
  createKeptCalls,
  createKeptLog,
  createSimulatedFetch,
  project,
} from './simulated-fetch.ts';

/** Adds no authentication. */
export const openAuth: LiveAuth = {
  secrets: () => ['S3cret-password'],
  authorise: ({ headers }) =>
    Promise.resolve({ ok: true, headers, accepted: () => undefined, rejected: () => 'final' }),
};

/** Relay tasks over a `fetch` with given answers. */
export function setUpTasks(answer: (arrived: Arrived, nth: number) => Answer, auth = openAuth) {
  const clock = createClock();
  const { log, lines } = createKeptLog();
  const { calls, onCall } = createKeptCalls();
  const { fetch, arrived } = createSimulatedFetch(answer);
  const tasks = createRelayTasks({
    project,
    auth,
    ...clock,
    random: () => 0,
    log,
    fetch,
    onCall,
  });
  return { tasks, clock, arrived, calls, lines };
}
