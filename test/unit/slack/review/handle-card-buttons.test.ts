import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { SlackFullError } from '#src/slack/channel/paced-posting.ts';
import { toButtonValue } from '#src/slack/kit/ids.ts';
import { cardButtons, type CardDeps } from '#src/slack/review/handle-card-buttons.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';

type Args = Parameters<ReturnType<typeof cardButtons>['withdraw']>[0];

const request = (version: number): ChangeRequest => requestWith({ version });

/** A click on a card of version 1, while the store holds these versions in turn. */
const pressed = async (
  versions: readonly number[],
  failure?: Error,
): Promise<readonly number[]> => {
  const refreshed: number[] = [];
  const left = [...versions];
  const deps = partOf<CardDeps>({
    approval: {
      load: () => Promise.resolve(request(left.shift() ?? versions.at(-1) ?? 1)),
      withdraw: () => Promise.resolve({ ok: true, request: request(1) }),
    },
    notifier: {
      refresh: ({ version }: ChangeRequest) => {
        refreshed.push(version);
        return failure ? Promise.reject(failure) : Promise.resolve();
      },
    },
  });
  await cardButtons(deps).withdraw(
    partOf<Args>({
      ack: () => Promise.resolve(),
      action: { value: toButtonValue(requestWith()) },
      body: { user: { id: 'U0X' }, channel: { id: 'C0X' }, message: { ts: '1.1' } },
      respond: () => Promise.resolve({ ok: true }),
    }),
  );
  return refreshed;
};

test('an up-to-date card is left alone', async () => {
  expect(await pressed([1])).toEqual([]);
});

test('an older card is updated', async () => {
  expect(await pressed([3, 3])).toEqual([3]);
});

test('a card is updated again if its request changed meanwhile, since the older card may arrive last', async () => {
  expect(await pressed([3, 4, 5, 5])).toEqual([3, 4, 5]);
});

test('a card that Slack does not update now is left to the outbox: the click counted', async () => {
  expect(await pressed([3, 4], new SlackFullError(1))).toEqual([3]);
});

test('any other failure of an update is thrown', async () => {
  await expect(pressed([3, 3], new Error('Slack is down.'))).rejects.toThrow('Slack is down.');
});

test.each([
  ['has left the store', undefined],
  [
    'was lost and whose id was given to another',
    requestWith({ createdAtMs: requestWith().createdAtMs + 1 }),
  ],
])('a card whose request %s keeps its words and loses its buttons', async (_what, found) => {
  const retired: unknown[] = [];
  const deps = partOf<CardDeps>({
    approval: {
      load: () => Promise.resolve(found),
      withdraw: () => Promise.resolve({ ok: false, refusal: { reason: 'not_found' } }),
    },
    notifier: {
      retire: (...given: unknown[]) => {
        retired.push(...given);
        return Promise.resolve();
      },
    },
    words: { soon: () => Promise.resolve(wordsFor('en')) },
  });
  const said: unknown[] = [];

  await cardButtons(deps).withdraw(
    partOf<Args>({
      ack: () => Promise.resolve(),
      action: { value: toButtonValue(requestWith()) },
      body: {
        user: { id: 'U0X' },
        channel: { id: 'C0X' },
        message: { ts: '1.1', text: 'R-142', blocks: [{ type: 'actions' }] },
      },
      respond: (answer) => Promise.resolve({ ok: said.push(answer) > 0 }),
    }),
  );

  expect(said).toMatchObject([{ text: expect.stringContaining('no longer exists') }]);
  expect(retired).toEqual([
    { channel: 'C0X', ts: '1.1' },
    { text: 'R-142', blocks: [{ type: 'actions' }] },
  ]);
});
