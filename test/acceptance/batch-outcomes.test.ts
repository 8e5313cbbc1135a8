import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { file } from '#sandbox/media/bodies.ts';
import { MEDIA_HOST } from '#sandbox/world.ts';
import { untilAnswer } from './answers.ts';
import { applies, BATCH_CONFIG, someTasks, submitsBatch } from './batch.ts';
import { type Desk, MINUTE_MS, openDesk } from './desk.ts';

const notify = `notify: { users: [${PEOPLE.onCall.id}] }`;
const MISSING = { kind: 'status', status: 404 } as const;
const BACK = { kind: 'body', body: file('evening.mp4'), type: 'video/mp4' } as const;
const REFUSED = {
  status: 400,
  body: { error_code: 'LIVE.103100001', error_msg: 'Invalid request parameter' },
};

describe.each(['socket', 'http'] as const)('What becomes of a batch, over %s', (transport) => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    const projectYaml = [...BATCH_CONFIG, notify, 'batches: { at_once: 1 }'];
    const replicas = transport === 'socket' ? 2 : 1;
    desk = await openDesk({ transport, clock, replicas, projectYaml });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const watches = async (line: string): Promise<void> => {
    await desk.slack.person(PEOPLE.lead.id).runs(line, { channel: CHANNELS.leads.id });
    await desk.leadsChannel.says('subscribed this channel to', line.split(' ')[2] ?? '');
  };

  /** Lets time pass, and waits for the look at this stream that becomes due. */
  const passToLook = async ({ stream_name: stream }: WireTask, seconds: number): Promise<void> => {
    const looks = () =>
      desk.live.calls().filter(({ on, query }) => on === 'STREAMS' && query['stream'] === stream);
    const before = looks().length;
    await clock.moveOn(seconds * 1_000);
    await desk.slack.until(() => looks().length > before, 'a look');
    await desk.isQuiet();
  };

  test('of three tasks that need the same, one was changed, one is refused and one does not come back on air', async () => {
    const { lead, live, leadsChannel, opsChannel, putsOf } = desk;
    const { app, tasks } = someTasks(desk, 3);
    const [moved, refused, lost] = tasks;
    if (!moved || !refused || !lost) throw new Error('no tasks');
    await watches(`/relay watch ${app}/${lost.stream_name} applied no-stream`);
    await watches(`/relay watch ${app}/${moved.stream_name} stale`);
    const card = await applies(desk, `${app}/*`);
    live.edit(moved.task_id, { vod_loop_time: '9' });
    live.fail({ on: 'PUT', with: REFUSED });
    live.before('PUT', () => undefined);
    live.before('PUT', () => live.streamOf(lost.task_id, { upAfterMs: Infinity }));

    await lead.approves(card);
    await card.says('✅ 1 applied', '❌ 1 failed', '🔀 1 not run', '*⚠️ Partly applied*');
    await desk.isQuiet();
    for (const seconds of [16, 15, 30, 30, 35, 180]) await passToLook(lost, seconds);

    await card.says('🔴 1 applied, but no stream', '❌ 1 failed', '🔀 1 not run');
    const gone = 'the stream has been gone since the change';
    await card.threadSays(gone, '@Olga Operator', '@Ines Oncall');
    await opsChannel.says(`${card.request}.`, gone);
    expect(tasks.map((task) => putsOf(task).length)).toEqual([0, 1, 1]);
    expect(card.copies()).toBe(1);
    // One line of the end for both subscriptions, and one of the stream.
    const told = await leadsChannel.says(
      `${card.request}, *Apply standby-slate to 3 tasks*`,
      '❌ 1 failed',
    );
    expect(told).toContain(`*${app}/${moved.stream_name}* · 🔀`);
    expect(told).toContain(`*${app}/${lost.stream_name}* · ✅`);
    expect(told).not.toContain(`${app}/${refused.stream_name}`);
    expect(told).not.toContain('@');
    await leadsChannel.says('*No stream*', `*${app}/${lost.stream_name}*`);
    expect(leadsChannel.count('Apply standby-slate to 3 tasks* in')).toBe(1);
    expect(leadsChannel.count('*No stream*')).toBe(1);
  });
});

describe('The files of a batch', () => {
  let desk: Desk;
  const clock = createClock();
  beforeAll(async () => {
    desk = await openDesk({
      clock,
      replicas: 2,
      sources: 'warn',
      projectYaml: [
        `approvers: { users: [${PEOPLE.lead.id}] }`,
        'policy: { rules: [{ when: { tasks: ["later/*"] }, quorum: 1, hold: 10m }] }',
      ],
    });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const film = (): string => `http://${MEDIA_HOST}:${desk.media?.port}/evening.mp4`;

  /** Two tasks that are to play the film. */
  const asked = async (app?: string) => {
    const { operator } = desk;
    const { app: under, tasks } = someTasks(desk, 2, app);
    await operator.types('/relay apply');
    await operator.untilSees('Relay tasks');
    await operator.searches('tasks live-prod', `${under}/`);
    await operator.fills({
      'tasks live-prod': tasks.map(({ task_id: id }) => id),
      source_urls: film(),
    });
    await operator.triesToSubmit();
    await operator.untilSees('as one request');
    const card = await submitsBatch(desk, 'The evening show');
    return { card, tasks };
  };

  test('that go missing while a review is open are not approved before the approver has seen that', async () => {
    const { lead, operator, putsOf } = desk;
    desk.media?.replace('/evening.mp4', BACK);
    const { card, tasks } = await asked();
    expect(await lead.reviews(card)).not.toContain('OFF AIR');
    desk.media?.replace('/evening.mp4', MISSING);
    await clock.moveOn(1.5 * MINUTE_MS);
    expect(await operator.reviews(card)).toContain('OFF AIR');

    expect(await lead.decides('approve')).toContain('not what this review showed you');
    await card.says('Waiting for approval');
    expect(await lead.approves(card)).toContain('Approved');

    // It runs as it was approved: no task is held back for what the approver has seen.
    await card.says('✅ 2 applied');
    expect(tasks.map((task) => putsOf(task).length)).toEqual([1, 1]);
  });

  test('that go missing between approval and run hold each task back, which the card says', async () => {
    const { lead, operator, putsOf } = desk;
    desk.media?.replace('/evening.mp4', BACK);
    await clock.moveOn(1.5 * MINUTE_MS);
    const { card, tasks } = await asked('later');
    await lead.approves(card);
    await card.says('Approved, waiting to run');
    desk.media?.replace('/evening.mp4', MISSING);

    // Somebody else looks at the same film, and finds that it is gone.
    await clock.moveOn(1.5 * MINUTE_MS);
    await operator.opensForm(desk.newTask().task_id);
    await operator.fills({ source_urls: film() });
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('OFF AIR');
    await operator.leaves();

    await clock.moveOn(9 * MINUTE_MS);

    await card.says('⏸️ 2 held back', '· ⏸️ Held back', '*❌ Failed*');
    expect(tasks.flatMap(putsOf)).toEqual([]);
    await operator.types(`/relay show ${card.request}.1`);
    await untilAnswer(desk, operator, 'Viewers would now lose more', 'Ask again…');
  });
});
