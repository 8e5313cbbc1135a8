import { expect, test } from 'vitest';
import { differsFromForetold, taskAfter, settingBack } from '#src/relay/chain.ts';
import type { Change } from '#src/relay/change.ts';
import { buildPayload, type SendMode } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { at, hourMs, nowMs, taskWith, taskWithout } from './sample-task.ts';

const other = ['https://media.example.com/live.mp4'];

function changeOf(change: Change, base: RelayTask = taskWith(), send: SendMode = 'merged') {
  return { base, change, payload: buildPayload({ base, change, send, nowMs }) };
}

test('a task after a payload has what the payload carries, and the rest as it was', () => {
  const { base, payload } = changeOf({ vod_loop_time: '3' }, taskWith(), 'changed');

  expect(taskAfter(base, payload)).toEqual({ ...base, vod_loop_time: '3' });
});

test('the way back sets the changed fields to what they were, on the task as the change leaves it', () => {
  const first = changeOf({ status: 'pause', vod_loop_time: '3' });

  expect(settingBack(first, nowMs + hourMs)).toEqual({
    base: { ...first.base, status: 'pause', vod_loop_time: '3' },
    change: { status: 'enable', vod_loop_time: '-1' },
    notAskable: [],
  });
});

test('a list goes back in the way in which the change put the other one on', () => {
  const first = changeOf({ source_urls: other, vod_refresh_type: 'immediate_new_source' });

  expect(settingBack(first, nowMs + hourMs).change).toEqual({
    source_urls: first.base.source_urls,
  });
});

test('a way of taking up lists that was all that changed is set back', () => {
  const first = changeOf({ vod_refresh_type: 'immediate_new_source' });

  expect(settingBack(first, nowMs + hourMs).change).toEqual({
    vod_refresh_type: 'continue_from_file_start',
  });
});

test('a field without an earlier value that could be asked for is named', () => {
  const first = changeOf({ end_time: at(hourMs), status: 'pause' }, taskWithout('end_time'));

  const back = settingBack(first, nowMs + hourMs);

  expect(back.change).toEqual({ status: 'enable' });
  expect(back.notAskable).toEqual(['end_time']);
});

test.each([
  ['merged', { end_time: at(hourMs) }, ['end_time']],
  ['changed', { end_time: at(hourMs) }, []],
  ['changed', { vod_loop_time: '9' }, ['vod_loop_time']],
  ['merged', {}, []],
] as const)('sent %s, a task that is otherwise in %j differs in %j', (send, moved, fields) => {
  const base = taskWith();
  const link = changeOf({ vod_loop_time: '3' }, base, send);

  const differences = differsFromForetold(link, { ...base, ...moved });

  expect(differences.map(({ field }) => field)).toEqual(fields);
});
