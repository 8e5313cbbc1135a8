import { expect, test } from 'vitest';
import type { Read } from '#src/relay/live-api.ts';
import type { EventGroup } from '#src/watch/group.ts';
import {
  type TakenEvent,
  TooManyEventsError,
  type WatchPoster,
  type WatchStore,
} from '#src/watch/ports.ts';
import { createWatchService } from '#src/watch/service.ts';
import { type Subscription, SUBSCRIPTIONS_MAX } from '#src/watch/subscription.ts';
import { nowMs, taskId } from './sample-event.ts';

const by = { userId: 'U0OPERATOR' };
const asked = { channel: 'C0OPS', project: 'live-prod', events: [], by };
const alarm = JSON.stringify({ event: 'TaskAlarm', task_id: taskId });

interface NotFound {
  readonly ok: 'not_found';
}
const NOT_FOUND: NotFound = { ok: 'not_found' };

const setUp = (
  answer: Read | NotFound = NOT_FOUND,
  { isFull = false, inTest = NOT_FOUND }: { isFull?: boolean; inTest?: Read | NotFound } = {},
) => {
  const subscriptions = new Map<string, Subscription>();
  const taken = new Map<string, TakenEvent>();
  const groups = new Map<string, EventGroup>();
  const posted: { readonly count: number; readonly found: string }[] = [];
  const warnings: string[] = [];
  const listened: number[] = [];
  let time = nowMs;
  const store: WatchStore = {
    subscriptions: async () => [...subscriptions.values()],
    subscribe: async (one) => void subscriptions.set(one.id, one),
    unsubscribe: async (id) => void subscriptions.delete(id),
    take: async (event) => {
      if (isFull) throw new TooManyEventsError();
      return !taken.has(event.id) && Boolean(taken.set(event.id, event));
    },
    keptOf: async () => ({ events: [], keptForMs: 1, isFull: false, silences: [] }),
    heardOf: async () => [],
    listen: async () => void listened.push(time),
    load: async (id) => taken.get(id),
    drop: async (id) => void taken.delete(id),
    group: async (key) => groups.get(key),
    changeGroup: async (key, change) => {
      const changed = change(groups.get(key));
      if (changed) groups.set(key, changed.next);
    },
    guardLine: async () => undefined,
    changeGuardLine: async () => undefined,
    claimNote: async () => true,
    releaseNote: async () => undefined,
  };
  const poster: WatchPoster = {
    post: async (group, found) => {
      posted.push({ count: group.count, found: found.kind });
      return { channel: group.channel, ts: '1.1' };
    },
    update: async (_message, group, found) => {
      posted.push({ count: group.count, found: found.kind });
      return true;
    },
    note: async () => true,
  };
  const projects = new Map(
    ['live-prod', 'live-test'].map((name) => [
      name,
      {
        name,
        cloud: name,
        tasks: { read: async () => (name === 'live-prod' ? answer : inTest) },
      },
    ]),
  );
  const watch = createWatchService({
    store,
    poster,
    projects,
    approval: { changesOf: async () => ({ open: [], closed: [] }) },
    lookAtStream: async () => 'over',
    now: () => time,
    log: { warn: (text) => void warnings.push(text) },
  });
  return {
    watch,
    groupsNow: () => [...groups.values()],
    kept: () => taken.size,
    posted,
    warnings,
    passes: (ms: number) => void (time += ms),
    handleAll: () => Promise.all([...taken.keys()].map((id) => watch.handle(id))),
    showAll: async () => {
      for (const key of groups.keys()) await watch.show(key);
    },
  };
};

const FOUND: Read = { ok: true, task: { task_id: taskId, app_name: 'live', stream_name: 'a' } };
const AWAY: Read = { ok: false, failure: { kind: 'network' } };

test('events before the message is shown are merged into it', async () => {
  const { watch, handleAll, showAll, posted } = setUp(FOUND);
  await watch.subscribe(asked);

  for (const code of [1, 2, 2, 3]) await watch.take(JSON.stringify({ ...JSON.parse(alarm), code }));
  await handleAll();
  await handleAll();
  await showAll();
  await showAll();

  expect(posted).toEqual([{ count: 3, found: 'task' }]);
});

test('events go only to channels that watch the project', async () => {
  const { watch, handleAll, showAll, posted } = setUp(FOUND);
  await watch.subscribe({ ...asked, project: 'live-test' });

  await watch.take(alarm);
  await handleAll();
  await showAll();

  expect(posted).toEqual([]);
});

test('while the Live API is unavailable, subscriptions to a project wait, but not forever', async () => {
  const { watch, handleAll, passes, warnings } = setUp(AWAY);
  await watch.subscribe(asked);
  await watch.take(alarm);

  const soon = await handleAll();
  passes(10 * 60_000);
  const late = await handleAll();

  expect(soon).toEqual([{ againAtMs: nowMs + 30_000 }]);
  expect(late).toEqual([{ done: true }]);
  expect(warnings).toHaveLength(1);
});

test('channels that watch the task itself are still told, and that it could not be read', async () => {
  const { watch, handleAll, showAll, posted } = setUp(AWAY);
  await watch.subscribe({ ...asked, task: { id: taskId, name: 'live/a' } });

  await watch.take(alarm);
  await handleAll();
  await showAll();

  expect(posted).toEqual([{ count: 1, found: 'unread' }]);
});

test('a project that cannot be read holds up no events of the tasks of others', async () => {
  const { watch, handleAll, showAll, posted } = setUp(FOUND, { inTest: AWAY });
  await watch.subscribe({ ...asked, channel: 'C0OTHER', project: 'live-test' });
  await watch.subscribe(asked);

  await watch.take(alarm);
  const progress = await handleAll();
  await showAll();

  expect(progress).toEqual([{ done: true }]);
  expect(posted).toEqual([{ count: 1, found: 'task' }]);
});

test('a channel that watches a project hears of a task that another watches by name, also while neither is read', async () => {
  const { watch, handleAll, showAll, posted } = setUp(AWAY);
  await watch.subscribe({ ...asked, channel: 'C0OTHER' });
  await watch.subscribe({ ...asked, task: { id: taskId, name: 'live/a' } });

  await watch.take(alarm);
  await handleAll();
  await showAll();

  expect(posted).toEqual([
    { count: 1, found: 'unread' },
    { count: 1, found: 'unread' },
  ]);
});

test('a channel subscribes to a thing once, and to no more than it can list', async () => {
  const { watch } = setUp();

  const first = await watch.subscribe({ ...asked, events: ['TaskExit', 'TaskStart'] });
  const again = await watch.subscribe({ ...asked, events: ['TaskStart', 'TaskExit'] });
  for (let index = 1; index < SUBSCRIPTIONS_MAX; index += 1) {
    await watch.subscribe({ ...asked, task: { id: String(index), name: 'a' } });
  }
  const tooMany = await watch.subscribe(asked);
  const elsewhere = await watch.subscribe({ ...asked, channel: 'C0OTHER' });

  expect([first, again, tooMany, elsewhere]).toEqual([
    'added',
    'there_already',
    'too_many',
    'added',
  ]);
});

test('a subscription can be stopped only in its own channel', async () => {
  const { watch } = setUp();
  await watch.subscribe(asked);
  const [mine] = await watch.watchedIn('C0OPS');

  expect(await watch.unsubscribe('C0OTHER', mine!.id)).toBeUndefined();
  expect(await watch.unsubscribe('C0OPS', mine!.id)).toEqual(mine);
  expect(await watch.watchedIn('C0OPS')).toEqual([]);
});

test('an event that is sent again with another signature counts once', async () => {
  const { watch, handleAll, showAll, posted } = setUp(FOUND);
  await watch.subscribe(asked);

  for (const sign of ['a1', 'b2', 'c3']) {
    await watch.take(JSON.stringify({ ...JSON.parse(alarm), sign, t: sign }));
  }
  await handleAll();
  await showAll();

  expect(posted).toEqual([{ count: 1, found: 'task' }]);
});

test('what happened yesterday is told apart from what happens now', async () => {
  const { watch, handleAll, showAll, groupsNow } = setUp(FOUND);
  await watch.subscribe(asked);
  const yesterdayMs = nowMs - 86_400_000;

  await watch.take(JSON.stringify({ ...JSON.parse(alarm), event_time: yesterdayMs }));
  await watch.take(JSON.stringify({ ...JSON.parse(alarm), event_time: nowMs }));
  await handleAll();
  await showAll();

  const late = groupsNow().map(({ count, lateAtMs }) => `${count} ${lateAtMs}`);
  expect(late.toSorted()).toEqual([`1 ${yesterdayMs}`, '1 undefined']);
});

test('an event that was handled leaves nothing behind', async () => {
  const { watch, handleAll, kept } = setUp(FOUND);
  await watch.subscribe(asked);
  await watch.take(alarm);
  expect(kept()).toBe(1);

  await handleAll();

  expect(kept()).toBe(0);
});

test('of events that come too fast the sender is told, and the log once a minute', async () => {
  const { watch, warnings, passes } = setUp(FOUND, { isFull: true });

  for (let count = 0; count < 3; count += 1) {
    await expect(watch.take(alarm)).rejects.toThrow(TooManyEventsError);
  }
  expect(warnings).toEqual(['too many events at once; refused ones may be sent again']);
  passes(60_000);
  await expect(watch.take(alarm)).rejects.toThrow(TooManyEventsError);
  expect(warnings).toHaveLength(2);
});
