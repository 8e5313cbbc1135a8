import { expect, test } from 'vitest';
import { urlsOf } from '#src/relay/field.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { requirementFor } from '#src/approval/policy/requirement.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from '../../relay/sample-task.ts';
import { leads } from '../sample-request.ts';
import { project } from '../set-up-desk.ts';

const onAir = taskWith();
const [first = '', second = ''] = urlsOf(onAir);
const third = 'https://media.example.com/c.mp4';
const offAir = taskWith({ start_time: at(hourMs) });

/** What a policy with these rules requires for a change; without a rule, one approval. */
function needed(change: object, rules: readonly PolicyRule[], base = onAir) {
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return requirementFor({ policy: { ...project.policy, rules }, base, change, payload, nowMs });
}

test('without a rule that matches, the project’s own policy holds', () => {
  const rules = [{ when: { status: 'pause' }, quorum: 3 }];

  expect(needed({ vod_loop_time: '2' }, rules)).toEqual({
    quorum: 1,
    slots: [[{ ...leads, count: 1 }]],
    rules: [],
    expiresAfterMs: 4 * hourMs,
  });
});

test.each([
  ['a rule without condition', {}, { status: 'enable' }, onAir, true],
  ['the status that is set', { status: 'pause' }, { status: 'pause' }, onAir, true],
  ['another status', { status: 'pause' }, { status: 'enable' }, onAir, false],
  ['no status', { status: 'pause' }, { vod_loop_time: '2' }, onAir, false],
  [
    'one of its fields',
    { fields: ['status', 'end_time'] },
    { status: 'pause', vod_loop_time: '2' },
    onAir,
    true,
  ],
  ['none of its fields', { fields: ['end_time'] }, { status: 'pause' }, onAir, false],
  [
    'only its fields',
    { fields: ['callback_events'], only: true },
    { callback_events: ['TaskExit'] },
    onAir,
    true,
  ],
  [
    'its fields and another',
    { fields: ['callback_events'], only: true },
    { callback_events: ['TaskExit'], status: 'pause' },
    onAir,
    false,
  ],
  ['a task on air', { live_now: true }, { status: 'pause' }, onAir, true],
  ['a task off air', { live_now: true }, { status: 'pause' }, offAir, false],
  ['a task off air, asked for', { live_now: false }, { status: 'pause' }, offAir, true],
  ['an earlier end', { ends_earlier: true }, { end_time: at(hourMs) }, onAir, true],
  ['a later end', { ends_earlier: true }, { end_time: at(3 * dayMs) }, onAir, false],
  [
    'an end where there was none',
    { ends_earlier: true },
    { end_time: at(hourMs) },
    taskWithout('end_time'),
    true,
  ],
  [
    'rounds that may be over before the end',
    { ends_earlier: true },
    { vod_loop_time: '3' },
    onAir,
    true,
  ],
  [
    'more rounds',
    { ends_earlier: true },
    { vod_loop_time: '4' },
    taskWith({ vod_loop_time: '3' }),
    false,
  ],
  [
    'a list that is played through',
    { ends_earlier: true },
    { source_urls: [third] },
    taskWith({ vod_loop_time: '3' }),
    true,
  ],
  ['a pause on air', { goes_off_air: true }, { status: 'pause' }, onAir, true],
  ['rounds that could run out', { goes_off_air: true }, { vod_loop_time: '3' }, onAir, true],
  ['a start that moves on', { goes_off_air: true }, { start_time: at(hourMs) }, onAir, true],
  ['another list', { goes_off_air: true }, { source_urls: [third] }, onAir, false],
  ['another list, asked for', { goes_off_air: false }, { source_urls: [third] }, onAir, true],
  ['a break', { interrupts: true }, { source_urls: [third] }, onAir, true],
  [
    'events, which could break it',
    { interrupts: true },
    { callback_events: ['TaskExit'] },
    onAir,
    true,
  ],
  ['no break before the start', { interrupts: true }, { source_urls: [third] }, offAir, false],
  ['another programme', { changes_programme: true }, { source_urls: [third] }, offAir, true],
  [
    'the same programme',
    { changes_programme: true },
    { callback_events: ['TaskExit'] },
    onAir,
    false,
  ],
  ['no change of the end', { ends_earlier: true }, { status: 'pause' }, onAir, false],
  ['a source taken off', { removes_sources: true }, { source_urls: [first, third] }, onAir, true],
  [
    'a source added',
    { removes_sources: true },
    { source_urls: [first, second, third] },
    onAir,
    false,
  ],
  [
    'one of two places of a source taken off',
    { removes_sources: true },
    { source_urls: [first, second] },
    taskWith({ source_urls: [first, second, first] }),
    true,
  ],
  [
    'an earlier end than one in another form',
    { ends_earlier: true },
    { end_time: at(hourMs) },
    taskWith({ end_time: '2026-11-26 13:00:01' }),
    true,
  ],
  [
    'the end of a task in another form',
    { ends_earlier: true },
    { end_time: at(hourMs) },
    taskWith({ end_time: '2026-11-26T21:00:00+08:00' }),
    false,
  ],
  [
    'sources in another order',
    { removes_sources: true },
    { source_urls: [second, first] },
    onAir,
    false,
  ],
  [
    'all parts of its condition',
    { status: 'pause', live_now: true },
    { status: 'pause' },
    onAir,
    true,
  ],
  [
    'one part of its condition',
    { status: 'pause', live_now: true },
    { status: 'pause' },
    offAir,
    false,
  ],
] as const)('a rule and %s: %j, %j', (_what, when, change, base, isMet) => {
  expect(needed(change, [{ when, quorum: 3 }], base).quorum).toBe(isMet ? 3 : 1);
});

test('slots of all matching rules add up, and of other demands the strictest applies', () => {
  const heads = { users: [], usergroups: ['S0HEADS'] };
  const requirement = needed({ status: 'pause' }, [
    { when: { status: 'pause' }, quorum: 2, expiresAfterMs: 2 * hourMs },
    { when: { live_now: true }, quorum: 1, approvers: heads, expiresAfterMs: hourMs },
    { when: { fields: ['status'] }, quorum: 0, expiresAfterMs: 9 * hourMs },
    { when: { status: 'enable' }, quorum: 9 },
  ]);

  expect(requirement).toEqual({
    quorum: 3,
    slots: [
      [
        { ...leads, count: 2 },
        { ...heads, count: 1 },
      ],
    ],
    rules: ['status: pause → quorum 2', 'live_now: true → quorum 1', 'fields: status → quorum 0'],
    expiresAfterMs: hourMs,
  });
});

/** Tasks that may or may not be on air. */
const UNCLEAR = [
  ['whose end is no time', taskWith({ end_time: 'soon' })],
  ['whose start is no time', taskWith({ start_time: 'soon' })],
  ['with a status that we do not know', taskWith({ status: 'running' })],
] as const;

test.each(UNCLEAR)('for a task %s the stricter of on air and off air applies', (_what, base) => {
  const change = { vod_loop_time: '2' };

  expect(needed(change, [{ when: { live_now: true }, quorum: 3 }], base).quorum).toBe(3);
  expect(needed(change, [{ when: { live_now: false }, quorum: 3 }], base).quorum).toBe(3);
  expect(needed(change, [{ when: { live_now: false }, quorum: 0 }], base).quorum).toBe(1);
  expect(needed(change, [{ when: { live_now: true }, quorum: 0 }], base).quorum).toBe(1);
});

test('if it is unknown whether a rule matches, the stricter answer applies for each demand', () => {
  const heads = { users: [], usergroups: ['S0HEADS'] };
  const rules: PolicyRule[] = [
    { when: { live_now: true }, quorum: 2, holdMs: hourMs },
    { when: { live_now: false }, quorum: 1, approvers: heads, expiresAfterMs: hourMs },
  ];

  expect(needed({ vod_loop_time: '2' }, rules, taskWith({ end_time: 'soon' }))).toEqual({
    quorum: 3,
    slots: [
      [
        { ...leads, count: 2 },
        { ...heads, count: 1 },
      ],
    ],
    rules: ['live_now: true → quorum 2', 'live_now: false → quorum 1'],
    holdMs: hourMs,
    expiresAfterMs: hourMs,
  });
});

test('an end that cannot be compared counts as earlier if that is stricter', () => {
  const base = taskWith({ end_time: 'soon' });
  const change = { end_time: at(hourMs) };

  expect(needed(change, [{ when: { ends_earlier: true }, quorum: 3 }], base).quorum).toBe(3);
  expect(needed(change, [{ when: { ends_earlier: false }, quorum: 0 }], base).quorum).toBe(1);
});

test('an unknown effect counts as the stricter answer', () => {
  const base = taskWith({ status: 'running' });
  const change = { source_urls: [third] };

  for (const name of ['goes_off_air', 'interrupts', 'changes_programme']) {
    expect(needed(change, [{ when: { [name]: true }, quorum: 3 }], base).quorum).toBe(3);
    expect(needed(change, [{ when: { [name]: false }, quorum: 0 }], base).quorum).toBe(1);
  }
});

test('a rule may require no approval', () => {
  const rules: PolicyRule[] = [{ when: { fields: ['callback_events'], only: true }, quorum: 0 }];

  expect(needed({ callback_events: ['TaskExit'] }, rules).quorum).toBe(0);
});

test('a rule may require several people of each of several lists', () => {
  const [heads, rights] = ['S0HEADS', 'S0RIGHTS'].map((id) => ({ users: [], usergroups: [id] }));
  const from = [heads, rights, heads].map((list) => ({
    users: [],
    usergroups: [],
    ...list,
    count: 1,
  }));

  expect(needed({ status: 'pause' }, [{ when: {}, quorum: 3, from }])).toMatchObject({
    quorum: 3,
    slots: [
      [
        { ...heads, count: 2 },
        { ...rights, count: 1 },
      ],
    ],
    rules: ['always → 1 of S0HEADS and 1 of S0RIGHTS and 1 of S0HEADS'],
  });
});
