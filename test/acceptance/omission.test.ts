import { afterEach, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { openDesk } from './desk.ts';

const APPROVERS = `approvers: { users: [${PEOPLE.lead.id}] }`;

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** A task in which no field has its default, so that every field that falls back shows. */
const HELD = {
  vod_loop_time: '7',
  vod_refresh_type: 'continue_from_break_point',
  vod_start_video_index: 1,
  vod_start_video_time: 30,
  callback_events: ['TaskAlarm'],
} as const;

test.each([
  ['keep', 'merged', 'every requested setting'],
  ['reset', 'merged', 'Start: '],
  ['keep', 'changed', 'every requested setting'],
  ['reset', 'changed', 'Rounds: 7 rounds → until the end'],
] as const)(
  'if the API means to %s omitted fields and %s is sent, the result says what the task holds',
  async (omission, send, says) => {
    const desk = await openDesk({
      live: { omission },
      projectYaml: [APPROVERS, `send: ${send}`],
    });
    close = () => desk.close();
    const task = desk.newTask({ ...HELD, callback_events: [...HELD.callback_events] });
    const card = await desk.operator.asksFor(task, { vod_start_video_time: '45' });

    await desk.lead.approves(card);

    await card.says('Applied', says);
    const now = desk.live.task(task.task_id);
    const expected = { ...HELD, vod_start_video_time: 45 };
    const lost = omission === 'reset' && send === 'changed';
    expect(now.vod_start_video_time).toBe(45);
    expect(now.vod_loop_time).toBe(lost ? '-1' : expected.vod_loop_time);
    expect(now.vod_refresh_type).toBe(expected.vod_refresh_type);
    expect(now.callback_events).toHaveLength(lost ? 6 : 1);
    expect(desk.slack.faults()).toEqual([]);
  },
);

test('with a key pair, calls are signed, and a wrong key is not tried again', async () => {
  const desk = await openDesk({ auth: 'aksk', projectYaml: [APPROVERS] });
  close = () => desk.close();
  const task = desk.newTask();
  const card = await desk.operator.asksFor(task, { vod_loop_time: '4' });
  const body = { error_code: 'APIG.0301', error_msg: 'Incorrect IAM authentication information' };
  desk.live.before('PUT', () => desk.live.fail({ on: 'PUT', with: { status: 401, body } }));

  await desk.lead.approves(card);

  await card.says('Failed', 'APIG.0301', '💡');
  expect(desk.putsOf(task).map(({ answer }) => answer?.status)).toEqual([401]);
  expect(desk.putsOf(task)[0]?.headers['authorization']).toMatch(/^SDK-HMAC-SHA256 Access=/);
  expect(desk.live.task(task.task_id)).toEqual(task);
});
