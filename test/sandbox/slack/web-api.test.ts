import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { appToken, call, manifest, openSlack } from './testing.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }];
const C0OPS = { channel: 'C0OPS' };

describe('the Web API', () => {
  let slack: SimulatedSlack;
  let nowMs: number;
  const post = (args = {}) => call(slack, 'chat.postMessage', { ...C0OPS, text: 'x', ...args });

  beforeEach(async () => {
    nowMs = 1_790_000_000_000;
    slack = await openSlack({ now: () => nowMs });
  });

  afterEach(() => slack.stop());

  it.each<[string, string, object, string]>([
    ['a method that is not there', 'chat.sing', {}, 'unknown_method'],
    ['an unknown channel', 'chat.postMessage', { channel: 'C1', text: 'x' }, 'channel_not_found'],
    [
      'a channel the bot is not in',
      'chat.postMessage',
      { channel: 'C0OUT', text: 'x' },
      'not_in_channel',
    ],
    [
      'a private channel the bot is not in',
      'chat.postMessage',
      { channel: 'C0SECRET', text: 'x' },
      'channel_not_found',
    ],
    ['no text', 'chat.postMessage', C0OPS, 'no_text'],
    ['a long text', 'chat.postMessage', { ...C0OPS, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      'blocks that are not JSON',
      'chat.postMessage',
      { ...C0OPS, blocks: '[{' },
      'invalid_blocks_format',
    ],
    ['bad blocks', 'chat.postMessage', { ...C0OPS, blocks: [{ type: 'x' }] }, 'invalid_blocks'],
    [
      'a thread that is not there',
      'chat.postMessage',
      { ...C0OPS, text: 'x', thread_ts: '1.1' },
      'thread_not_found',
    ],
    [
      'metadata without a payload',
      'chat.postMessage',
      { ...C0OPS, text: 'x', metadata: { event_type: 'a' } },
      'invalid_metadata_schema',
    ],
    [
      'large metadata',
      'chat.postMessage',
      {
        ...C0OPS,
        text: 'x',
        metadata: { event_type: 'a', event_payload: { a: 'x'.repeat(8000) } },
      },
      'metadata_too_large',
    ],
    [
      'an update of nothing',
      'chat.update',
      { ...C0OPS, ts: '1.1', text: 'x' },
      'message_not_found',
    ],
    [
      'an ephemeral to somebody who is not there',
      'chat.postEphemeral',
      { ...C0OPS, user: 'U0ZOE', text: 'x' },
      'user_not_in_channel',
    ],
    [
      'a made-up trigger',
      'views.open',
      { trigger_id: 'x', view: { type: 'modal', title: plain('x'), blocks } },
      'invalid_trigger_id',
    ],
    [
      'a view with a fault',
      'views.open',
      { trigger_id: 'x', view: { type: 'modal', blocks } },
      'invalid_arguments',
    ],
    [
      'a view that is closed',
      'views.update',
      { view_id: 'V1', view: { type: 'modal', title: plain('x'), blocks } },
      'not_found',
    ],
    ['an unknown person', 'users.info', { user: 'U0ZOE' }, 'user_not_found'],
    ['an unknown user group', 'usergroups.users.list', { usergroup: 'S1' }, 'no_such_subteam'],
    ['a method of the app token', 'apps.connections.open', {}, 'not_allowed_token_type'],
    [
      'private channels without their scope',
      'conversations.list',
      { types: 'private_channel' },
      'missing_scope',
    ],
  ])('refuses %s', async (_what, method, args, error) => {
    expect(await call(slack, method, { ...args })).toMatchObject({ ok: false, error });
  });

  it('points at the error in blocks', async () => {
    const text = { type: 'mrkdwn', text: 'x'.repeat(3001) };
    const answer = await post({ blocks: [{ type: 'section', text }] });

    expect(answer).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });

  it('requires a valid token', async () => {
    expect(await call(slack, 'auth.test', {}, '')).toMatchObject({ error: 'not_authed' });
    expect(await call(slack, 'auth.test', {}, 'xoxb-other')).toMatchObject({
      error: 'invalid_auth',
    });
    expect(await call(slack, 'auth.test', {}, appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true, bot_id: 'B0BOT' });
  });

  it('names the scope that the manifest does not ask for', async () => {
    const { oauth_config: _, ...poor } = manifest;
    const other = await openSlack({
      manifest: { ...poor, oauth_config: { scopes: { bot: ['chat:write'] } } },
    });
    const answer = await call(other, 'users.info', { user: 'U0ANN' });
    await other.stop();

    expect(answer).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write',
    });
  });

  it('takes forms, with objects as JSON in them', async () => {
    const body = new URLSearchParams({
      channel: 'C0OPS',
      text: 'x',
      blocks: JSON.stringify(blocks),
    });
    const headers = { authorization: 'Bearer xoxb-sandbox' };
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers,
      body,
    });

    expect(await response.json()).toMatchObject({
      ok: true,
      message: { blocks: [{ type: 'section' }] },
    });
  });

  it('keeps metadata, threads and broadcasts', async () => {
    const metadata = { event_type: 'card', event_payload: { id: 'R-1' } };
    const parent = await post({ metadata });
    await post({ thread_ts: parent['ts'], text: 'quiet' });
    await post({ thread_ts: parent['ts'], text: 'loud', reply_broadcast: true });

    const history = await call(slack, 'conversations.history', {
      ...C0OPS,
      include_all_metadata: true,
    });
    const replies = await call(slack, 'conversations.replies', { ...C0OPS, ts: parent['ts'] });

    expect(history['messages']).toMatchObject([
      { text: 'loud' },
      { text: 'x', metadata, reply_count: 2 },
    ]);
    expect(replies['messages']).toMatchObject([{ text: 'x' }, { text: 'quiet' }, { text: 'loud' }]);
    expect(slack.thread('C0OPS', String(parent['ts'])).messages()).toHaveLength(2);
  });

  it('pages through history', async () => {
    await post({ text: 'one' });
    await post({ text: 'two' });
    const page = await call(slack, 'conversations.history', { ...C0OPS, limit: 1 });
    const cursor = (page['response_metadata'] as Record<string, string>)['next_cursor'];
    const next = await call(slack, 'conversations.history', { ...C0OPS, limit: 1, cursor });

    expect(page).toMatchObject({ has_more: true, messages: [{ text: 'two' }] });
    expect(next).toMatchObject({ has_more: false, messages: [{ text: 'one' }] });
  });

  it('returns text escaped, and notices every mention', async () => {
    const section = {
      type: 'section',
      text: { type: 'mrkdwn', text: '<!channel> <https://a.b|c>' },
    };
    await post({ text: 'a & b < c <@U0ANN>', blocks: [section] });

    const [message] = slack.channel('C0OPS').messages();
    expect(message?.text).toBe('a &amp; b &lt; c <@U0ANN>');
    expect(message?.mentions).toEqual([
      { kind: 'user', id: 'U0ANN', pointer: '/text' },
      { kind: 'broadcast', id: 'channel', pointer: '/blocks/0/text/text' },
    ]);
  });

  it('edits and deletes only what the bot posted', async () => {
    const theirs = await slack.person('U0ANN').writes('mine', C0OPS);
    const ours = await post();

    const edit = { ...C0OPS, text: 'y' };
    expect(await call(slack, 'chat.update', { ...edit, ts: theirs.ts })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await call(slack, 'chat.delete', { ...C0OPS, ts: theirs.ts })).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await call(slack, 'chat.update', { ...edit, ts: ours['ts'] })).toMatchObject({
      ok: true,
    });
    expect(slack.channel('C0OPS').messages().at(-1)).toMatchObject({
      text: 'y',
      edited: { user: 'U0BOT' },
    });
  });

  it('writes to a person directly', async () => {
    const opened = await call(slack, 'conversations.open', { users: 'U0ANN' });
    await post({ channel: 'U0ANN', text: 'psst' });

    expect(opened).toMatchObject({ channel: { id: 'D0ANN' } });
    expect(slack.directMessages('U0ANN')).toMatchObject([{ text: 'psst', channel: 'D0ANN' }]);
  });

  it('validates blocks without posting them', async () => {
    expect(await call(slack, 'blocks.validate', { blocks })).toMatchObject({ ok: true });
    expect(await call(slack, 'blocks.validate', { blocks: [{ type: 'x' }] })).toMatchObject({
      error: 'invalid_blocks',
      errors: [{ pointer: '/blocks/0/type' }],
    });
  });
});
