import { expect, test } from 'vitest';
import { judgeKeepOnAir, judgeRuleTasks } from '#src/doctor/judge-live.ts';
import { loadedProject } from '../config/set-up-config.ts';
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

test('a rule for a task that does not exist is said: a misspelt name leaves its task to other rules', () => {
  const rules = ['live/news24', 'live/new24', 'live/*', 'no-such-id'].map((pattern) => ({
    when: { tasks: [pattern] },
    quorum: 2,
  }));
  const project = loadedProject({ policy: { rules } });
  const named = { task_id: 'a-task-id', app_name: 'live', stream_name: 'news24' };

  expect(lines(judgeRuleTasks(project, { ok: true, tasks: [named] }))).toEqual([
    'warn live-prod: policy.rules[1].when.tasks: live/new24 matches no relay task',
    'warn live-prod: policy.rules[3].when.tasks: no-such-id matches no relay task',
  ]);
  expect(judgeRuleTasks(project, { ok: false, failure: { kind: 'timeout' } })).toEqual([]);
});
