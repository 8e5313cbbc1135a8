import { expect, test } from 'vitest';
import {
  CLOSED_STATES,
  EVENT_NAMES,
  isClosed,
  STATES,
  type ChangeRequest,
  type EventName,
  type State,
} from '#src/approval/record/change-request.ts';
import { type Transition, transition, TRANSITIONS } from '#src/approval/states/transition.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { ALLOWED } from '../allowed-transitions.ts';
import {
  decisionBy,
  eventNamed,
  lead,
  otherContent,
  outsider,
  policyOf,
  requestIn,
  requestWith,
  secondLead,
} from '../sample-request.ts';

type Name = Exclude<EventName, 'submit'>;

/** `recover.test.ts` covers the one event that restores several lines. */
const NAMES = EVENT_NAMES.filter((name): name is Name => !['submit', 'recover'].includes(name));

const CELLS = STATES.flatMap((state) =>
  NAMES.map((name) => [state, name, ALLOWED.get(`${state} ${name}`)] as const),
);
const STEPS = CELLS.flatMap(([state, name, to]) => (to ? [[state, name, to] as const] : []));
const REFUSED = CELLS.flatMap(([state, name, to]) => (to ? [] : [[state, name] as const]));

const deadlineMs = requestWith().expiresAtMs;

const GONE = { why: 'gone', by: 'R-141' } as const;
const ENDED = { why: 'ended', by: 'R-141', state: 'failed' } as const;

/** What an event changes besides the state; nothing else may change. */
const ADDED: Partial<Record<Name, Partial<ChangeRequest>>> = {
  approve: { decisions: [decisionBy(lead)] },
  reject: { decisions: [decisionBy(lead, 'reject')] },
  send: { sentAtMs: nowMs + 1 },
  succeed: { outcome: { sent: true } },
  fail: { outcome: { sent: true } },
  overwritten: { overwritten: { by: 'R-150', atMs: nowMs + 1 } },
  lose: { outcome: { sent: true } },
  stream_present: { stream: { stream: { sinceMs: nowMs } } },
  stream_absent: { stream: { absentSinceMs: nowMs + 1 } },
  stream_gone: { stream: { goneAtMs: nowMs + 1 } },
  drift: { outcome: { sent: false } },
  worsen: { ahead: { pins: [{ file: 1, sizeBytes: 7 }] } },
  mend: { ahead: undefined },
  ask: { questions: [{ person: lead, atMs: nowMs + 1, text: 'Why now?' }] },
  answer: { questions: [] },
  hold_back: { effects: [], expiresAtMs: nowMs + 9 * hourMs, contentVersion: 6 },
  hold_link: { held: GONE, expiresAtMs: nowMs + hourMs, contentVersion: 6 },
  cancel: { held: ENDED },
  edit: { ...otherContent, contentVersion: 6 },
  rebase: { ...otherContent, contentVersion: 6 },
  move: {
    ...otherContent,
    contentVersion: 6,
    moves: [expect.objectContaining({ atMs: nowMs + 1 })],
  },
  retry: { decisions: [decisionBy(lead)], expiresAtMs: nowMs + 9 * hourMs, contentVersion: 6 },
};

/** The event at a time when it is allowed. */
function after(state: State, name: Name): Transition {
  return transition(requestIn(state), eventNamed(name), name === 'expire' ? deadlineMs : nowMs + 1);
}

test('the table has a row for every state, and every cell is tested', () => {
  expect(Object.keys(TRANSITIONS).toSorted()).toEqual(STATES.toSorted());
  expect([STEPS.length, REFUSED.length]).toEqual([50, 379]);
});

test.each(STEPS)('%s, %s → %s', (state, name, to) => {
  const before = requestIn(state);

  const step = after(state, name);

  expect(nextOf(step)).toEqual({
    ...before,
    version: 6,
    state: to,
    history: [...before.history, expect.objectContaining({ event: name, state: to })],
    ...ADDED[name],
    ...(state === 'unconfirmed' && name === 'fail' ? { lateUntilMs: nowMs + 1 + hourMs } : {}),
  });
});

test.each(REFUSED)('%s, %s is refused with the current state', (state, name) => {
  const [last] = requestIn(state).history;

  expect(after(state, name)).toEqual({
    ok: false,
    refusal: { reason: 'wrong_state', state, atMs: last?.atMs, person: last?.person },
  });
});

test('a closed state is left only by a retry or by what turns up afterwards', () => {
  const ways = CLOSED_STATES.flatMap((state) =>
    Object.entries(TRANSITIONS[state]).flatMap(([event, to]) => (to === state ? [] : [event])),
  );

  expect([...new Set(ways)].toSorted()).toEqual(['late_effect', 'recover', 'retry']);
  expect(STATES.filter(isClosed)).toEqual(CLOSED_STATES);
});

test.each([
  ['a first of two', 2, [], 'pending'],
  ['a second of two', 2, [lead], 'approved'],
  ['a second of three', 3, [lead], 'pending'],
  ['one more than needed', 1, [lead], 'approved'],
  ['the only one', 1, [], 'approved'],
] as const)('an approval that is %s', (_what, quorum, earlier, state) => {
  const decisions = earlier.map((who) => decisionBy(who));
  const request = requestWith({ decisions });

  const step = transition(
    request,
    { name: 'approve', decision: decisionBy(secondLead), needed: { quorum } },
    nowMs,
  );

  expect(nextOf(step)).toMatchObject({
    state,
    version: 2,
    decisions: [...decisions, decisionBy(secondLead)],
    policy: policyOf(quorum),
  });
});

test('one rejection is enough, whatever the quorum and the approvals before', () => {
  const request = requestWith({ policy: policyOf(3), decisions: [decisionBy(lead)] });

  const step = transition(
    request,
    { name: 'reject', decision: decisionBy(secondLead, 'reject'), needed: { quorum: 3 } },
    nowMs,
  );

  expect(nextOf(step).state).toBe('rejected');
});

test.each(['approve', 'reject'] as const)(
  '%s counts a millisecond before the deadline and not at it',
  (name) => {
    const event = eventNamed(name);
    const refusal = { reason: 'expired', atMs: deadlineMs };

    expect(transition(requestWith(), event, deadlineMs - 1).ok).toBe(true);
    expect(transition(requestWith(), event, deadlineMs)).toEqual({ ok: false, refusal });
    expect(transition(requestWith(), event, deadlineMs + hourMs)).toEqual({ ok: false, refusal });
  },
);

test('a pending request expires at the deadline and not before', () => {
  expect(transition(requestWith(), { name: 'expire' }, deadlineMs - 1)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'pending' },
  });
  expect(nextOf(transition(requestWith(), { name: 'expire' }, deadlineMs)).state).toBe('expired');
});

test('a request approved in time may run, or be withdrawn, after the deadline', () => {
  const line = { event: 'approve', state: 'approved', atMs: deadlineMs - 1 } as const;
  const approved = { ...requestIn('approved'), history: [line] };

  expect(transition(approved, { name: 'claim' }, deadlineMs + 60_000).ok).toBe(true);
  expect(transition(approved, eventNamed('withdraw'), deadlineMs + hourMs).ok).toBe(true);
});

test('a claim can be taken over only until the mark before the PUT', () => {
  const claimed = requestIn('applying');
  const marked = nextOf(transition(claimed, eventNamed('send'), nowMs + 7));

  expect(marked.sentAtMs).toBe(nowMs + 7);
  expect(transition(claimed, { name: 'claim' }, nowMs + 8).ok).toBe(true);
  expect(transition(marked, { name: 'claim' }, nowMs + 8)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applying' },
  });
});

test('the mark before the PUT is made once', () => {
  const marked = nextOf(transition(requestIn('applying'), eventNamed('send'), nowMs));

  expect(transition(marked, eventNamed('send'), nowMs + 1)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applying' },
  });
});

test('a refusal names who acted last, and when', () => {
  const decision = { ...decisionBy(lead, 'reject'), atMs: nowMs + 9 };
  const rejected = nextOf(
    transition(requestWith(), { name: 'reject', decision, needed: { quorum: 1 } }, nowMs + 10),
  );

  expect(transition(rejected, { name: 'withdraw', person: outsider }, nowMs + 11)).toEqual({
    ok: false,
    refusal: { reason: 'wrong_state', state: 'rejected', atMs: nowMs + 9, person: lead },
  });
});

test.each(CLOSED_STATES)(
  'a break-glass that ended as %s is reviewed once, and keeps its state',
  (state) => {
    const ended = requestWith({ state, breakGlass: { quorum: 2 } });
    const asked = nextOf(transition(ended, eventNamed('ask_review'), nowMs));
    const reviewed = nextOf(transition(asked, eventNamed('after_review'), nowMs));

    expect(reviewed).toMatchObject({
      state,
      afterReview: { person: lead, note: 'It was right.', atMs: nowMs + 1 },
    });
    const again = { ok: false, refusal: { reason: 'already_reviewed', person: lead } };
    expect(transition(reviewed, eventNamed('after_review'), nowMs)).toMatchObject(again);
    expect(transition(reviewed, eventNamed('ask_review'), nowMs)).toMatchObject(again);
  },
);

test('an approval with a hold runs after the hold, and no earlier than its schedule', () => {
  const needed = { quorum: 1, holdMs: 1_000 };
  const event = { name: 'approve', decision: decisionBy(lead), needed } as const;

  expect(nextOf(transition(requestWith(), event, nowMs)).runAtMs).toBe(nowMs + 1_000);
  const scheduled = requestWith({ applyAtMs: nowMs + hourMs });
  expect(nextOf(transition(scheduled, event, nowMs)).runAtMs).toBe(nowMs + hourMs);
  const soon = requestWith({ applyAtMs: nowMs + 10 });
  expect(nextOf(transition(soon, event, nowMs)).runAtMs).toBe(nowMs + 1_000);
});

test('a scheduled request can still be rejected, even by its approvers', () => {
  const held = requestWith({
    state: 'approved',
    runAtMs: nowMs + 1_000,
    decisions: [decisionBy(lead)],
  });

  expect(nextOf(transition(held, eventNamed('reject'), nowMs)).state).toBe('rejected');
});

test('a retry runs as soon as it is approved, whatever its original schedule', () => {
  const failed = requestWith({
    state: 'failed',
    applyAtMs: nowMs - hourMs,
    runAtMs: nowMs - hourMs,
  });

  const next = nextOf(transition(failed, eventNamed('retry'), nowMs));

  expect([next.applyAtMs, next.runAtMs]).toEqual([undefined, undefined]);
});

function nextOf(step: Transition) {
  if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
  return step.next;
}
