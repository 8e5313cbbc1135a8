import { expect, test } from 'vitest';
import { createAccountsOf, createIsSame } from '#src/approval/policy/accounts.ts';
import { createDrafts } from '#src/redis/stores/drafts.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { type ApprovalService, createApprovalService } from '#src/approval/service.ts';
import { transition } from '#src/approval/states/transition.ts';
import { effectsOfSubmit, type Effects } from '#src/approval/states/effects.ts';
import { type Event } from '#src/approval/record/event.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { decisionBy, lead, requester, requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { entriesIn, setUpRedis } from '../set-up-redis.ts';
import { NO_FREEZES } from '../../../unit/approval/no-freezes.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const approve: Event = { name: 'approve', decision: decisionBy(lead), needed: { quorum: 1 } };

test('of two writers of the same version only one wins, even if they write the same', async () => {
  const { connection, store, request } = await submitted();
  const next: ChangeRequest = { ...request, version: 2, state: 'approved' };

  const first = await store.commit(next, nothing);
  const second = await createRequestStore(connection).commit(next, nothing);

  expect([first, second]).toEqual([{ kind: 'written' }, { kind: 'stale', current: next }]);
});

test('a commit that is sent again finds its own work, and counts once', async () => {
  const { connection, request } = await submitted();
  const store = createRequestStore(twice(connection));
  const step = transition(request, approve, nowMs);

  const commit = step.ok && (await store.commit(step.next, step.effects));

  expect(commit).toEqual({ kind: 'written' });
  expect(await entriesIn(connection, keys.outbox)).toEqual(['show R-142', 'execute R-142']);
  expect(await connection.xlen(keys.audit)).toBe(2);
});

test('a draft gets one request id, no matter how often it is submitted and by how many writers', async () => {
  const one = createDrafts(redis.connection());
  const other = createDrafts(redis.connection());
  const draft = { person: requester, urlBoxes: 1 };
  await one.save('D1', draft);
  await one.save('D2', draft);

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_item, nth) => (nth % 2 ? one : other).submit('D1')),
  );

  expect(new Set(answers.map((each) => each?.id))).toEqual(new Set(['R-1']));
  expect(await one.submit('D2')).toMatchObject({ id: 'R-2' });
});

test('of two forms of one person for a task, submitted at the same time, one becomes a request', async () => {
  const stores = [redis.connection(), redis.connection()].map((each) => createRequestStore(each));
  const accounts = [requester, { ...requester, userId: 'U0SECONDACCOUNT' }];

  const commits = await Promise.all(
    stores.map((store, nth) =>
      store.commit(requestWith({ id: `R-${nth + 1}`, requester: accounts[nth] ?? requester }), {
        ...nothing,
        openRequestLimit: { accounts },
      }),
    ),
  );

  expect(commits.map(({ kind }) => kind).toSorted()).toEqual(['taken', 'written']);
});

test('the limit of open requests holds across two accounts of a person and concurrent submits', async () => {
  const stores = [redis.connection(), redis.connection()].map((each) => createRequestStore(each));
  const accounts = [requester, { ...requester, userId: 'U0SECONDACCOUNT' }];
  const effects = { ...nothing, openRequestLimit: { accounts, mostOpen: 3 } };
  const asked = [1, 2, 3, 4, 5].map((nth) =>
    requestWith({
      id: `R-${nth}`,
      base: taskWith({ task_id: `task-${nth}` }),
      requester: accounts[nth % 2] ?? requester,
    }),
  );

  const commits = await Promise.all(
    stores.flatMap((store, nth) =>
      asked.filter((_each, at) => at % 2 === nth).map((each) => store.commit(each, effects)),
    ),
  );

  expect(commits.filter(({ kind }) => kind === 'written')).toHaveLength(3);
  expect(commits.filter(({ kind }) => kind === 'many')).toEqual([
    { kind: 'many', open: 3 },
    { kind: 'many', open: 3 },
  ]);
});

test('a link is not written beside a request that was opened since it was checked', async () => {
  await submitted();
  const joins = { chain: ['R-142'], open: ['R-142'] };
  const effects = { ...nothing, openRequestLimit: { accounts: [requester], joins } };
  const [one, other] = ['R-143', 'R-1430'].map((id) => requestWith({ id, after: 'R-142' }));
  const stores = [redis.connection(), redis.connection()].map((each) => createRequestStore(each));

  const commits = await Promise.all(
    stores.map((each, nth) => each.commit((nth === 0 ? one : other) ?? requestWith(), effects)),
  );

  expect(commits.map(({ kind }) => kind).toSorted()).toEqual(['crowded', 'written']);
});

test('what is open beside the chain of a link is one request too many for the same person', async () => {
  const { store } = await submitted();
  const joins = { chain: ['R-14'], open: ['R-142'] };
  const effects = { ...nothing, openRequestLimit: { accounts: [requester], joins } };

  const commit = await store.commit(requestWith({ id: 'R-143', after: 'R-14' }), effects);

  expect(commit).toEqual({ kind: 'taken', by: 'R-142' });
});

test('of two replicas that claim in the same millisecond only one may send', async () => {
  const one = deskOver(redis.connection());
  const other = deskOver(redis.connection());
  await createRequestStore(redis.connection()).commit(requestWith({ state: 'approved' }), nothing);

  const marks = await Promise.all([claimAndMark(one), claimAndMark(other)]);

  expect(marks.filter(({ ok }) => ok)).toHaveLength(1);
});

test('of two writers on one request at the same time exactly one wins, fifty times', async () => {
  const { store, request } = await submitted();
  const rival = createRequestStore(redis.connection());
  const wins: string[][] = [];

  for (let version = 2; version <= 51; version += 1) {
    const commits = await Promise.all([
      store.commit({ ...request, version, reason: 'one' }, nothing),
      rival.commit({ ...request, version, reason: 'other' }, nothing),
    ]);
    wins.push(commits.map(({ kind }) => kind).toSorted());
  }

  expect(wins).toEqual(Array.from({ length: 50 }, () => ['stale', 'written']));
});

async function claimAndMark(desk: ApprovalService) {
  const claim = await desk.claim('R-142');
  return claim.ok ? desk.markSent(claim.request, claim.request.base) : claim;
}

function deskOver(connection: Connection): ApprovalService {
  return createApprovalService({
    inForce: () => [],
    store: createRequestStore(connection),
    directory: {
      membership: () => Promise.resolve({ isFullMember: true, usergroups: [] }),
      activeOn: () => Promise.resolve(undefined),
    },
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    freezes: NO_FREEZES,
    measured: NOTHING_MEASURED,
    projects: new Map(),
    isSame: createIsSame(),
    accountsOf: createAccountsOf(),
    now: () => nowMs,
  });
}

/** A connection that sends every script twice, as after a reply that was lost on the way. */
function twice(connection: Connection): Connection {
  return new Proxy(connection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'evalsha') return value.bind(target);
      return async (...args: readonly unknown[]) => {
        await value.apply(target, args).catch(() => undefined);
        return value.apply(target, args);
      };
    },
  });
}

async function submitted() {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const request = requestWith();
  await store.commit(request, effectsOfSubmit(request, {}));
  const commit = (event: Event, atMs = nowMs) => {
    const step = transition(request, event, atMs);
    if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
    return store.commit(step.next, step.effects);
  };
  return { connection, store, request, commit };
}
