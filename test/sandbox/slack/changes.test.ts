import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { call, openSlack } from './testing.ts';

describe('a workspace that changes', () => {
  let slack: SimulatedSlack;
  beforeEach(async () => {
    slack = await openSlack();
  });
  afterEach(() => slack.stop());

  it('allows reading an archived channel, but not posting in it', async () => {
    slack.changeChannel('C0OPS', { isArchived: true });

    expect(await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'Hi' })).toMatchObject({
      ok: false,
      error: 'is_archived',
    });
    expect(
      await call(slack, 'conversations.history', { channel: 'C0OPS', limit: 1 }),
    ).toMatchObject({ ok: true, messages: [{ subtype: 'channel_archive' }] });
    expect(await call(slack, 'conversations.info', { channel: 'C0OPS' })).toMatchObject({
      channel: { is_archived: true },
    });
  });

  it('shows a disabled user group only to callers that ask for disabled ones', async () => {
    await slack.switchUsergroup('S0LEADS', false);

    expect(await call(slack, 'usergroups.list')).toMatchObject({ usergroups: [] });
    expect(await call(slack, 'usergroups.list', { include_disabled: true })).toMatchObject({
      usergroups: [{ id: 'S0LEADS', date_delete: 1 }],
    });
    expect(await call(slack, 'usergroups.users.list', { usergroup: 'S0LEADS' })).toMatchObject({
      error: 'no_such_subteam',
    });
    await slack.switchUsergroup('S0LEADS', true);
    expect(await call(slack, 'usergroups.list')).toMatchObject({
      usergroups: [{ id: 'S0LEADS', date_delete: 0 }],
    });
  });

  it('accepts the new token and no longer the old one', async () => {
    slack.changeSecrets({ botToken: 'xoxb-new' });

    expect(await call(slack, 'auth.test')).toMatchObject({ error: 'invalid_auth' });
    expect(await call(slack, 'auth.test', {}, 'xoxb-new')).toMatchObject({ ok: true });
  });
});

it('dates its answers by its own clock', async () => {
  const slack = await openSlack({ now: () => Date.parse('2026-11-24T10:00:00Z') });

  const { headers } = await fetch(`${slack.apiUrl}auth.test`);

  expect(headers.get('date')).toBe('Tue, 24 Nov 2026 10:00:00 GMT');
  await slack.stop();
});
