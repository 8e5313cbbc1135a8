import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';
import {
  type Answer,
  type Arrived,
  createClock,
  createKeptCalls,
  createKeptLog,
  createSimulatedFetch,
  json,
  project,
} from './simulated-fetch.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** IAM numbers its tokens; `live` and `iam` may answer something else. */
export function setUpTokens(
  options: {
    iam?: (nth: number) => Answer | undefined;
    live?: (arrived: Arrived, nth: number) => Answer | undefined;
    password?: string | (() => string);
    lifeMs?: number;
  } = {},
) {
  const clock = createClock();
  const { log, lines } = createKeptLog();
  const { calls, onCall } = createKeptCalls();
  const seen = { iam: [] as Arrived[], live: [] as Arrived[] };
  const { fetch } = createSimulatedFetch((arrived) => {
    if (arrived.url.hostname === 'iam.example.com') {
      const nth = seen.iam.push(arrived);
      const endsAt = new Date(clock.now() + (options.lifeMs ?? dayMs)).toISOString();
      return (
        options.iam?.(nth) ??
        json(
          201,
          { token: { expires_at: endsAt.replace('Z', '000Z') } },
          { 'X-Subject-Token': `token-${nth}` },
        )
      );
    }
    const nth = seen.live.push(arrived);
    return options.live?.(arrived, nth) ?? json(200, { task_infos: [{ task_id: 't' }], total: 1 });
  });
  const auth = createTokenAuth({
    iam: 'https://iam.example.com/',
    domain: 'our-domain',
    user: 'relaydesk',
    password: options.password ?? 'S3cret-password',
    projectId: project.projectId,
    ...clock,
    random: () => 0,
    log,
    fetch,
    onCall,
  });
  const tasks = createRelayTasks({ project, auth, ...clock, random: () => 0, log, fetch, onCall });
  return { tasks, auth, clock, seen, lines, calls };
}

export const tokenOf = (arrived: Arrived) => arrived.headers.get('x-auth-token');
