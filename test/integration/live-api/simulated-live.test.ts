import { afterEach, describe, expect, test } from 'vitest';
import { createSimulatedLive, type SimulatedLiveOptions } from '#sandbox/live/simulated-live.ts';
import { sampleTasks } from '#sandbox/live/sample-tasks.ts';
import type { LiveAuth } from '#src/live-api/auth.ts';
import type { Log } from '#src/live-api/log.ts';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { createSigningAuth } from '#src/live-api/signing-auth.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';
import { buildPayload } from '#src/relay/payload.ts';

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const projectId = '0123456789abcdef0123456789abcdef';
const user = { domain: 'our-domain', name: 'relaydesk', password: 'S3cret-password' };
const keys = { accessKey: 'SIMULATEDACCESSKEY', secretKey: 'simulated-secret-key' };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(async (stop) => await stop()));
});

async function setUp(
  how: 'token' | 'key' | 'wrong key',
  extra: Partial<SimulatedLiveOptions> = {},
) {
  const live = await createSimulatedLive({
    projectId,
    region: 'cn-north-4',
    user,
    ...keys,
    tasks: sampleTasks(Date.now()),
    omission: 'keep',
    ...extra,
  });
  stops.push(live.stop);
  const common = { projectId, now: Date.now, log };
  const auth: LiveAuth =
    how === 'token'
      ? createTokenAuth({
          ...common,
          iam: live.iamUrl,
          domain: user.domain,
          user: user.name,
          password: user.password,
        })
      : createSigningAuth({
          ...common,
          ...keys,
          ...(how === 'wrong key' && { secretKey: 'wrong' }),
        });
  const tasks = createRelayTasks({
    project: { name: 'live-prod', projectId, endpoint: live.url, region: 'cn-north-4' },
    auth,
    now: Date.now,
    sleep: () => Promise.resolve(),
    log,
  });
  const taskId = sampleTasks(Date.now())[0]?.task_id ?? '';
  return { live, tasks, taskId };
}

describe.each(['token', 'key'] as const)('with a %s', (how) => {
  test('a task is listed, read, changed and read back', async () => {
    const { live, tasks, taskId } = await setUp(how);

    const list = await tasks.list();
    const read = await tasks.read(taskId);
    if (read.ok !== true) throw new Error(JSON.stringify(read));
    const answer = await tasks.modify(
      buildPayload({
        base: read.task,
        change: { source_urls: ['https://media.example.com/新聞-(1).mp4'] },
        send: 'merged',
        nowMs: Date.now(),
      }),
      Infinity,
    );

    expect(list.ok && list.tasks.map((task) => task.task_id)).toEqual(
      live.tasks().map((task) => task.task_id),
    );
    expect(answer).toMatchObject({ kind: 'accepted', task_id: taskId });
    expect(live.task(taskId).source_urls).toEqual(['https://media.example.com/新聞-(1).mp4']);
    expect(live.puts()).toHaveLength(1);
  });

  test('more than a page is listed whole', async () => {
    const [first] = sampleTasks(Date.now());
    if (!first) throw new Error('no sample task');
    const many = Array.from({ length: 230 }, (_, i) => ({ ...first, task_id: `task-${i}` }));
    const { tasks } = await setUp(how, { tasks: many });

    const list = await tasks.list();

    expect(list.ok && new Set(list.tasks.map((task) => task.task_id)).size).toBe(230);
  });

  test.each(['empty', 'not_found'] as const)(
    'an unknown id is not found (%s)',
    async (unknownTask) => {
      const { tasks } = await setUp(how, { unknownTask });

      expect(await tasks.read('no-such-task')).toEqual({ ok: 'not_found' });
    },
  );

  test.each([
    ['cut_before', 'unknown'],
    ['cut_after', 'unknown'],
    ['cut_inside', 'unknown'],
    ['garbage', 'unknown'],
    ['empty', 'unknown'],
    ['huge', 'unknown'],
  ] as const)('a PUT hit by %s is %s and arrives once', async (fault, kind) => {
    const { live, tasks, taskId } = await setUp(how);
    live.fail({ on: 'PUT', with: fault });

    const answer = await tasks.modify({ task_id: taskId, status: 'pause' }, Infinity);

    expect(answer.kind).toBe(kind);
    expect(live.puts()).toHaveLength(1);
  });

  test('a throttled PUT is sent again', async () => {
    const { live, tasks, taskId } = await setUp(how);
    live.fail({
      on: 'PUT',
      with: { status: 429, body: { error_code: 'APIG.0308', error_msg: 'slow down' } },
    });

    const answer = await tasks.modify({ task_id: taskId, status: 'pause' }, Infinity);

    expect(answer.kind).toBe('accepted');
    expect(live.puts()).toHaveLength(2);
  });
});

test.each(['renew', 'forgotten'] as const)('tokens that die (%s) are replaced', async (death) => {
  const { live, tasks, taskId } = await setUp('token');
  await tasks.read(taskId);
  live.expireTokens(death);

  const reads = await Promise.all(Array.from({ length: 20 }, async () => await tasks.read(taskId)));

  expect(reads.every((read) => read.ok === true)).toBe(true);
  expect(live.calls().filter((call) => call.on === 'TOKEN')).toHaveLength(2);
});

test('a wrong key is never locked by us', async () => {
  const { live, tasks, taskId } = await setUp('wrong key');

  const reads = await Promise.all(Array.from({ length: 40 }, async () => await tasks.read(taskId)));

  expect(reads.some((read) => read.ok === true)).toBe(false);
  expect(live.isKeyLocked()).toBe(false);
});
