import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import { postMessage, readContent } from '#sandbox/slack/messages.ts';
import { call, openSlack } from '#sandbox/slack/testing.ts';
import { findPosted, metadataOf } from '#src/slack/channel/find-posted.ts';

const channel = 'C0OPS';
const startMs = 1_790_000_000_000;
/** More than two of Slack's largest pages. */
const POSTED_SINCE = 2_100;
const card = { request: 'R-1', part: 'card' };
const line = { request: 'R-1', part: 'line 0' };

describe('A post that was not noted down', () => {
  let slack: SimulatedSlack;
  let client: webApi.WebClient;
  let nowMs = startMs;
  const posted: Record<string, string> = {};

  beforeAll(async () => {
    slack = await openSlack({ now: () => nowMs });
    client = new webApi.WebClient('xoxb-sandbox', { slackApiUrl: slack.apiUrl });
    const say = async (args: object): Promise<string> => {
      nowMs += 2_000;
      return String((await call(slack, 'chat.postMessage', { channel, text: 'x', ...args }))['ts']);
    };
    posted['card'] = await say({ metadata: metadataOf(card) });
    const thread_ts = posted['card'];
    posted['line'] = await say({ metadata: metadataOf(line), thread_ts });
    const content = readContent(slack.workspace, { text: 'Something else' });
    for (const threadTs of [undefined, thread_ts]) {
      for (let count = 0; count < POSTED_SINCE; count += 1) {
        nowMs += 1_000;
        const where = threadTs === undefined ? {} : { threadTs };
        postMessage(slack.workspace, { channel, content, user: 'U0ANN', ...where });
      }
    }
  });
  afterAll(() => slack.stop());

  test('is found, however much was posted since', async () => {
    const where = { channel, sinceMs: startMs, nowMs };

    expect(await findPosted(client, card, where)).toEqual({ channel, ts: posted['card'] });
  });

  test('is found in a thread, however long it has become', async () => {
    const where = { channel, threadTs: posted['card'], sinceMs: startMs, nowMs };

    expect(await findPosted(client, line, where)).toEqual({ channel, ts: posted['line'] });
  });

  test('is found when it is the newest of many, and what was never posted is not', async () => {
    nowMs += 2_000;
    const answer = await call(slack, 'chat.postMessage', {
      channel,
      text: 'x',
      metadata: metadataOf({ request: 'R-2', part: 'card' }),
    });
    const where = { channel, sinceMs: startMs, nowMs };

    expect(await findPosted(client, { request: 'R-2', part: 'card' }, where)).toEqual({
      channel,
      ts: answer['ts'],
    });
    expect(await findPosted(client, { request: 'R-3', part: 'card' }, where)).toBeUndefined();
  });
});
