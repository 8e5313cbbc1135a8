import { expect, test } from 'vitest';
import { requirementAt } from '#src/approval/policy/requirement.ts';
import { conditionsOf, holdsOf } from '#src/approval/policy/rule-match.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { project } from '../set-up-desk.ts';

const news = { app_name: 'live', stream_name: 'news-24h' };
const evening = { between: '18:00-23:00', time_zone: 'Asia/Shanghai' };
const change = { vod_loop_time: '2' };

/** What is asked of a change on a task, where one approval is asked for otherwise. 12:00 UTC is 20:00 in Shanghai. */
function neededOf(rules: typeof project.policy.rules, { base = taskWith(news), ...times } = {}) {
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return requirementAt({
    policy: { ...project.policy, rules },
    base,
    change,
    payload,
    nowMs,
    ...times,
  });
}

test.each([
  ['its app and stream', ['live/news-24h'], 'yes'],
  ['a pattern of them', ['live/news*'], 'yes'],
  ['any app', ['*/news-24h'], 'yes'],
  ['another pattern', ['live/sport*'], 'no'],
  ['a part of its name', ['live/news'], 'no'],
  ['a name that a pattern would match if its dot were any character', ['live/news.24h'], 'no'],
  ['its id', [taskWith().task_id], 'yes'],
  ['another id', ['00000000-0000'], 'no'],
  ['one of several', ['live/sport*', 'live/news*'], 'yes'],
] as const)('a rule for %s', (_what, tasks, holds) => {
  const rule = { when: { tasks }, quorum: 2 };

  expect(holdsOf(rule, { fields: [], task: taskWith(news) })).toBe(holds);
});

test('a task without a name may match a rule, so the stricter answer applies', () => {
  const base = taskWith();

  expect(neededOf([{ when: { tasks: ['live/news*'] }, quorum: 3 }], { base }).quorum).toBe(3);
  expect(neededOf([{ when: { tasks: ['live/news*'] }, quorum: 0 }], { base }).quorum).toBe(1);
  expect(neededOf([{ when: { tasks: ['another-id'] }, quorum: 3 }], { base }).quorum).toBe(1);
});

test.each([
  ['a time of day', evening, 'yes'],
  ['another time of day', { ...evening, between: '08:00-18:00' }, 'no'],
  ['a time of day by another clock', { ...evening, time_zone: 'UTC' }, 'no'],
  ['a day', { days: ['thu'], time_zone: 'Asia/Shanghai' }, 'yes'],
  ['another day', { days: ['sat', 'sun'], time_zone: 'Asia/Shanghai' }, 'no'],
  ['both', { ...evening, days: ['thu'] }, 'yes'],
  ['the wrong one of both', { ...evening, days: ['fri'] }, 'no'],
] as const)('a rule for %s', (_what, when, holds) => {
  expect(holdsOf({ when, quorum: 2 }, { fields: [], atMs: nowMs })).toBe(holds);
});

test('a time past midnight belongs to the day on which the window began', () => {
  const rule = { when: { between: '22:00-02:00', days: ['thu'], time_zone: 'UTC' }, quorum: 2 };
  const holdsAt = (at: string) => holdsOf(rule as never, { fields: [], atMs: Date.parse(at) });

  expect(holdsAt('2026-11-27T01:00:00Z')).toBe('yes');
  expect(holdsAt('2026-11-26T01:00:00Z')).toBe('no');
});

test('for a hypothetical change without a task it is open whether a rule for tasks counts', () => {
  const rule = { when: { tasks: ['live/news*'], ...evening }, quorum: 2 };

  expect(holdsOf(rule, { fields: [], atMs: nowMs })).toBe('perhaps');
  expect(conditionsOf(rule, { fields: [], atMs: nowMs })).toEqual([
    { name: 'tasks', wanted: 'live/news*', holds: 'perhaps' },
    { name: 'between', wanted: '18:00-23:00', holds: 'yes' },
  ]);
});

test('a schedule needs what its time of day requires, and so does a later approval', () => {
  const rule = { when: { ...evening, between: '22:00-23:00' }, quorum: 2 };
  const held = { when: {}, quorum: 1, holdMs: 2 * hourMs };

  expect(neededOf([rule]).quorum).toBe(1);
  expect(neededOf([rule], { applyAtMs: nowMs + 2 * hourMs } as never).quorum).toBe(2);
  expect(neededOf([rule], { applyAtMs: nowMs + 3 * hourMs } as never).quorum).toBe(1);
  expect(neededOf([rule, held]).quorum).toBe(2);
});

test('a hold required at another time of day may lead into a third', () => {
  const rules = [
    { when: {}, quorum: 1, holdMs: hourMs },
    { when: { ...evening, between: '21:00-22:00' }, quorum: 1, holdMs: 4 * hourMs },
    { when: { ...evening, between: '00:00-01:00' }, quorum: 4 },
  ];

  expect(neededOf(rules)).toMatchObject({ quorum: 4, holdMs: 4 * hourMs });
});
