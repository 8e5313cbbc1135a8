import { expect, test } from 'vitest';
import { judgeKeepOnAir } from '#src/doctor/judge-live.ts';
import { lines } from './set-up-doctor.ts';

test.each([
  [['live/*', 'b'], ['ok one: keep_on_air matches 2 of 3 relay tasks']],
  [['live/*', 'lve/*'], ['warn one: keep_on_air: lve/* matches no relay task']],
])('keep_on_air: %j', (patterns, found) => {
  const tasks = ['a', 'b', 'c'].map((id) => ({ task_id: id }));
  const [first, ...others] = tasks as [{ task_id: string }, ...{ task_id: string }[]];
  const named = { ...first, app_name: 'live', stream_name: 'news24' };
  const list = { ok: true, tasks: [named, ...others] } as const;
  const notify = { users: ['U0ONCALL'], usergroups: [] };

  expect(lines(judgeKeepOnAir({ name: 'one', keep_on_air: patterns, notify }, list))).toEqual(
    found,
  );
});

test('keep_on_air without anybody to call is said, also where tasks cannot be read', () => {
  const failure = { kind: 'timeout' } as const;
  const silent = { name: 'one', keep_on_air: ['live/*'], notify: undefined };

  expect(lines(judgeKeepOnAir(silent, { ok: false, failure }))).toEqual([
    'warn one: keep_on_air is set, but nobody is pinged when one of its tasks is about to end',
  ]);
});
