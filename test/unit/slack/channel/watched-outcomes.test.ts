import { expect, test } from 'vitest';
import type { Shown } from '#src/ports/shown.ts';
import { SlackFullError } from '#src/slack/channel/paced-posting.ts';
import { tellWatchers } from '#src/slack/channel/watched-outcomes.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import type { Subscription } from '#src/watch/subscription.ts';
import { lead, requestIn } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';
import { nowMs } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof tellWatchers>[0];
type Showing = Parameters<typeof tellWatchers>[1];

const project = partOf<Showing['project']>({
  name: 'live-prod',
  cloud: 'cloud-1',
  language: 'en',
  opsChannel: 'C0OPS',
  approvalsChannel: 'C0LEADS',
});
const aliasOfIt = partOf<Showing['project']>({ name: 'live-alias', cloud: 'cloud-1' });
const elsewhere = partOf<Showing['project']>({ name: 'live-test', cloud: 'cloud-2' });

const failed = requestIn('failed');
const request: Showing['request'] = {
  ...failed,
  history: [...failed.history, { event: 'fail', state: 'failed', atMs: nowMs }],
  outcome: { sent: true },
};

const asked = (channel: string, fields: Partial<Subscription> = {}): Subscription => ({
  id: channel,
  channel,
  project: 'live-prod',
  events: ['failed'],
  by: lead,
  atMs: nowMs - 1,
  ...fields,
});

/** Tells them all, retrying failures; resolves with the channels posted to, in order. */
async function toldIn(
  subscriptions: readonly Subscription[],
  post: (channel: string, count: number) => void = () => undefined,
): Promise<string[]> {
  let shown: Shown = { version: 1, lines: 0 };
  const told: string[] = [];
  let tries = 0;
  const deps = partOf<Deps>({
    projects: new Map([project, aliasOfIt, elsewhere].map((one) => [one.name, one])),
    subscriptions: () => Promise.resolve(subscriptions),
    linkTo: () => 'https://slack.example/card',
    shown: {
      begin: () => Promise.resolve(true),
      save: (_id: string, part: object) => Promise.resolve(void (shown = { ...shown, ...part })),
    },
    posting: {
      takeSlot: () => Promise.resolve(),
      post: ({ channel }) => {
        tries += 1;
        post(channel, tries);
        told.push(channel);
        return Promise.resolve({ channel, ts: '1.1' });
      },
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  for (let time = 0; time < 3; time += 1) {
    await tellWatchers(
      deps,
      { request, project, shown, mayHaveBegun: false, parts: [], followers: '', version: 1 },
      { channel: 'C0LEADS', ts: '1' },
    ).catch((error: unknown) => {
      if (!(error instanceof SlackFullError)) throw error;
    });
  }
  return told;
}

test('each subscribed channel is told once, however often it subscribed and under any name of the project', async () => {
  const told = await toldIn([
    asked('C1'),
    asked('C1', { task: { id: request.base.task_id, name: 'x' } }),
    asked('C2', { project: 'live-alias' }),
  ]);

  expect(told).toEqual(['C1', 'C2']);
});

test('a rate-limited channel is told later, and those before it not again', async () => {
  const told = await toldIn([asked('C1'), asked('C2')], (_channel, count) => {
    if (count === 2) throw new SlackFullError(nowMs + 1_000);
  });

  expect(told).toEqual(['C1', 'C2']);
});

test('a channel that is gone is skipped, and those after it are told', async () => {
  const told = await toldIn([asked('C1'), asked('C2')], (channel) => {
    const why = { channel, againAtMs: nowMs + 1_000, reason: 'is_archived' };
    if (channel === 'C1') throw new OutOfReachError(why);
  });

  expect(told).toEqual(['C2']);
});

test.each<[string, Subscription]>([
  ['another outcome', asked('C1', { events: ['applied', 'TaskExit'] })],
  ['events of tasks alone', asked('C1', { events: [] })],
  ['another task', asked('C1', { task: { id: 'other', name: 'x' } })],
  ['another project', asked('C1', { project: 'live-test' })],
  ['what comes after it', asked('C1', { atMs: nowMs + 1 })],
  ['it in the ops channel, which is told anyway', asked('C0OPS')],
])('nobody is told who asked for %s', async (_what, subscription) => {
  expect(await toldIn([subscription])).toEqual([]);
});
