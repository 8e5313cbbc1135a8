import { expect, test } from 'vitest';
import type { FreezeNews } from '#src/approval/policy/freeze-store.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { metadataOf } from '#src/slack/channel/find-posted.ts';
import { createFreezeNews } from '#src/slack/channel/freeze-news.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { lead, requestWith } from '../../approval/sample-request.ts';
import { project as approvalProject } from '../../approval/set-up-desk.ts';
import { partOf } from '../../part-of.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof createFreezeNews>[0];

const news: FreezeNews = {
  id: 'f1',
  kind: 'freeze',
  cloud: approvalProject.cloud,
  by: lead,
  atMs: nowMs,
  freeze: { fromMs: nowMs, toMs: nowMs + hourMs, reason: 'Show', chat: { id: 'f1', by: lead } },
};

function setUp(open: readonly ChangeRequest[] = [], posted: readonly object[] = []) {
  const state = { news, isOut: false, nowMs };
  const messages: string[] = [];
  const shown: string[] = [];
  const tell = createFreezeNews(
    partOf<Deps>({
      projects: new Map([
        ['live-prod', { ...approvalProject, language: 'en' as const, opsChannel: 'C0OPS' }],
      ]),
      page: () => Promise.resolve({ requests: open, total: open.length }),
      freezes: {
        loadNews: (id) => Promise.resolve(id === 'f1' ? state.news : undefined),
        markTold: (told) => {
          state.news = { ...told, isTold: true };
          return Promise.resolve();
        },
        showSoon: (ids) => {
          shown.push(...ids);
          return Promise.resolve();
        },
      },
      client: {
        conversations: { history: () => Promise.resolve({ ok: true, messages: [...posted] }) },
      },
      posting: {
        within: (_channel, call) => call(),
        takeSlot: () =>
          state.isOut
            ? Promise.reject(
                new OutOfReachError({
                  channel: 'C0OPS',
                  reason: 'is_archived',
                  againAtMs: nowMs + 5,
                }),
              )
            : Promise.resolve(),
        post: (message) => {
          messages.push('text' in message ? (message.text ?? '') : '');
          return Promise.resolve({ channel: 'C0OPS', ts: '1.1' });
        },
      },
      now: () => state.nowMs,
    }),
  );
  return { tell, state, messages, shown };
}

test('a freeze is told once, with what is planned in it, and cards are brought in line each time', async () => {
  const planned = requestWith({ id: 'R-7', state: 'approved', runAtMs: nowMs + hourMs - 1 });
  const later = requestWith({ id: 'R-8', state: 'approved', runAtMs: nowMs + hourMs });
  const { tell, messages, shown } = setUp([planned, later]);

  await tell('f1', false);
  await tell('f1', false);

  expect(messages).toEqual([
    expect.stringMatching(/froze \*live-prod\* until .*Show.*\n.*: R-7\./),
  ]);
  expect(shown).toEqual(['R-7', 'R-8', 'R-7', 'R-8']);
});

test('a message that was posted and not recorded is found, and not repeated', async () => {
  const named = metadataOf({ request: 'freeze', part: 'f1' });
  const { tell, messages, state } = setUp([], [{ ts: '1.1', metadata: named }]);

  await tell('f1', true);

  expect(messages).toEqual([]);
  expect(state.news.isTold).toBe(true);
});

test('while the channel is out of reach it is tried again, until the freeze is over', async () => {
  const { tell, state, messages, shown } = setUp([requestWith()]);
  state.isOut = true;

  expect(await tell('f1', false)).toBe(nowMs + 5);
  expect(shown).toEqual(['R-142']);
  state.nowMs += hourMs;
  expect(await tell('f1', false)).toBeUndefined();
  expect(messages).toEqual([]);
});

test('a replica that does not know the project yet leaves the news to one that does', async () => {
  const { state } = setUp();
  const behind = createFreezeNews(
    partOf<Deps>({
      projects: new Map(),
      freezes: { loadNews: () => Promise.resolve(state.news) },
      now: () => state.nowMs,
    }),
  );

  expect(await behind('f1', false)).toBe(nowMs + 2_000);
  state.nowMs += hourMs;
  expect(await behind('f1', false)).toBeUndefined();
});

test('what nobody knows of any more is not told', async () => {
  const { tell, messages } = setUp();

  expect(await tell('f2', false)).toBeUndefined();
  expect(messages).toEqual([]);
});
