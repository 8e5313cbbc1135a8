import { afterEach, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';
import { DAY_MS, type Desk, HOUR_MS, openDesk, secondsFromNow, story } from './desk.ts';

const APPROVERS = `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.secondLead.id}] }`;

const bodyOf = ({ putsOf }: Pick<Desk, 'putsOf'>, task: WireTask) =>
  putsOf(task).map(({ body }) => body as Record<string, unknown>);

story('A value of the Live API that we do not know, in a field that nobody touches', (at) => {
  test.each([
    ['a status word', { status: 'running' }, 'status ❔ "running"'],
    ['no rounds', { vod_loop_time: '0' }, 'vod_loop_time ❔ "0"'],
    ['a text that is no time', { end_time: 'soon' }, 'end_time ❔ "soon" (not a time)'],
    ['an end with milliseconds', { end_time: '2036-12-02T00:00:00.000Z' }, 'end_time ❔'],
    ['an end with an offset', { end_time: '2036-12-02T08:00:00+08:00' }, 'end_time ❔'],
    ['an end without a zone', { end_time: '2036-12-02 00:00:00' }, 'end_time ❔'],
  ])('is not sent where the API would refuse it: %s', async (_what, raw, said) => {
    const { operator, lead, newTask, live } = at();
    const task = newTask();
    live.setRaw(task.task_id, raw);

    const card = await operator.asksFor(task, { vod_start_video_time: '45' });
    expect(card.text()).toContain('8 fields do not change');
    expect(card.text().replaceAll('`', '')).toContain(said);
    await lead.approves(card);

    await card.says('Applied', 'every requested setting');
    expect(bodyOf(at(), task)).toEqual([
      expect.not.objectContaining({ [Object.keys(raw).join('')]: expect.anything() }),
    ]);
    expect(live.task(task.task_id)).toMatchObject({ ...raw, vod_start_video_time: 45 });
  });

  test('is changed if the field is, and the card shows the old value', async () => {
    const { operator, lead, newTask, live } = at();
    const task = newTask();
    live.setRaw(task.task_id, { status: 'running', vod_loop_time: '0' });

    const card = await operator.asksFor(task, { status: 'pause', vod_loop_time: '2' });
    expect(card.text()).toContain('Status: ❔ running → Paused');
    expect(card.text()).toContain('Rounds: ❔ 0 → 2 rounds');
    await lead.approves(card);

    await card.says('Applied', 'every requested setting');
    expect(live.task(task.task_id)).toMatchObject({ status: 'pause', vod_loop_time: '2' });
  });

  test('the zero time of Go is no end, and numbers as text are numbers', async () => {
    const { operator, lead, newTask, live } = at();
    const task = newTask();
    live.setRaw(task.task_id, {
      end_time: '0001-01-01T00:00:00Z',
      vod_start_video_index: '1',
      vod_loop_time: 3,
    });

    const card = await operator.asksFor(task, { vod_start_video_time: '45' });
    await lead.approves(card);

    await card.says('Applied', 'every requested setting');
    expect(bodyOf(at(), task)).toEqual([
      expect.objectContaining({ vod_start_video_index: 1, vod_loop_time: '3' }),
    ]);
    expect(bodyOf(at(), task)[0]).not.toHaveProperty('end_time');
  });

  test('a playlist may repeat a file, and the card shows each place', async () => {
    const { operator, lead, newTask, live } = at();
    const [ident, first, second] = ['ident', 'one', 'two'].map(
      (name) => `https://media.example.com/${name}.mp4`,
    );
    const task = newTask({ source_urls: [ident!, first!] });

    const card = await operator.asksFor(task, {
      source_urls: [ident, first, ident, second, ident].join('\n'),
    });
    const review = await lead.reviews(card);
    await lead.decides('approve');

    for (const place of [`+  3  ${ident}`, `+  4  ${second}`, `+  5  ${ident}`, `   1  ${ident}`]) {
      expect(review).toContain(place);
    }
    await card.says('Applied', 'every requested setting', '3 added');
    expect(live.task(task.task_id).source_urls).toEqual([ident, first, ident, second, ident]);
  });

  test('an end seven days after the start is asked for with a warning', async () => {
    const { operator, lead, newTask } = at();
    const startSeconds = secondsFromNow(HOUR_MS);
    const task = newTask();

    const card = await operator.asksFor(task, {
      start_time: startSeconds,
      end_time: startSeconds + (7 * DAY_MS) / 1000,
    });

    expect(card.text()).toContain('The API may refuse this: by one reading of its documentation');
    await lead.approves(card);
    await card.says('Applied');
  });

  test('an end more than seven days from now is refused in the form', async () => {
    const { operator, newTask } = at();

    await operator.opensForm(newTask().task_id);
    await operator.fills({ end_time: secondsFromNow(7 * DAY_MS + HOUR_MS), reason: 'Longer' });

    expect(await operator.triesToSubmit()).toEqual({
      errors: { end_time: expect.stringContaining('at most 7 days apart') },
    });
  });
});

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const deskWith = async (options: Parameters<typeof openDesk>[0]): Promise<Desk> => {
  const desk = await openDesk({ projectYaml: [APPROVERS], ...options });
  close = () => desk.close();
  return desk;
};

const KEPT = [
  ['no events', { callback_events: [] }],
  ['an unknown event', { callback_events: ['TaskStart', 'TaskPlayFailed'] }],
  ['an unknown refresh type', { vod_refresh_type: 'continue_seamless' }],
  [
    'a start still to come, in another form',
    { start_time: toWireTime(Date.now() + DAY_MS / 2).replace('Z', '.000Z') },
  ],
] as const;

test('a value that the API accepts back is sent as it came', async () => {
  const desk = await deskWith({ live: { ownValues: 'accept' } });
  for (const [, raw] of KEPT) {
    const task = desk.newTask();
    desk.live.setRaw(task.task_id, raw);

    const card = await desk.operator.asksFor(task, { vod_start_video_time: '45' });
    await desk.lead.approves(card);

    await card.says('Applied', 'every requested setting', 'sent back unchanged');
    expect(bodyOf(desk, task)).toEqual([expect.objectContaining(raw)]);
    expect(desk.live.task(task.task_id)).toMatchObject({ ...raw, vod_start_video_time: 45 });
  }
  expect(desk.slack.faults()).toEqual([]);
});

test('after a 400, the card says that an unchanged value may be the reason', async () => {
  const desk = await deskWith({ live: { ownValues: 'refuse' } });
  for (const [, raw] of KEPT) {
    const [field = ''] = Object.keys(raw);
    const task = desk.newTask();
    desk.live.setRaw(task.task_id, raw);

    const card = await desk.operator.asksFor(task, { vod_start_video_time: '45' });
    await desk.lead.approves(card);

    await card.says('Failed', 'LIVE.100011001', 'This may be the reason', field);
    await card.threadSays('This may be the reason', field);
    expect(bodyOf(desk, task)).toHaveLength(1);
  }
  expect(desk.slack.faults()).toEqual([]);
});

test.each([
  ['a rule for tasks on air', '{ when: { live_now: true }, quorum: 2 }'],
  ['a rule for tasks off air', '{ when: { live_now: false }, quorum: 2 }'],
])('a task with an unreadable end counts as on air: %s holds', async (_what, rule) => {
  const desk = await deskWith({ projectYaml: [APPROVERS, `policy: { rules: [${rule}] }`] });
  const task = desk.newTask();
  desk.live.setRaw(task.task_id, { end_time: 'soon' });

  const card = await desk.operator.asksFor(task, { vod_start_video_time: '45' });

  expect(card.text()).toContain('needs 2 approvals');
  expect(card.text()).toContain('It is unknown whether the task is on air now');
  await desk.lead.approves(card);
  await desk.secondLead.approves(card);
  await card.says('Applied', 'every requested setting');
  expect(bodyOf(desk, task)[0]).not.toHaveProperty('end_time');
  expect(desk.live.task(task.task_id)).toMatchObject({ end_time: 'soon' });
});

test('a rule for tasks that are off air does not match if that is unknown', async () => {
  const rule = '{ when: { live_now: false }, quorum: 0 }';
  const desk = await deskWith({ projectYaml: [APPROVERS, `policy: { rules: [${rule}] }`] });
  const task = desk.newTask();
  desk.live.setRaw(task.task_id, { end_time: 'soon' });

  const card = await desk.operator.asksFor(task, { vod_start_video_time: '45' });

  expect(card.text()).toContain('needs 1 approval');
  expect(desk.putsOf(task)).toEqual([]);
});

test('an API that counts seven days differently refuses, and the card says so', async () => {
  const desk = await deskWith({ live: { omittedStart: 'stored', sevenDays: 'less_than' } });
  const task = desk.newTask();
  const card = await desk.operator.asksFor(task, {
    end_time: secondsFromNow(7 * DAY_MS - HOUR_MS / 2),
  });

  expect(card.text()).toContain('The API may refuse this');
  await desk.lead.approves(card);

  await card.says('Failed', 'within 7 days');
});
