import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { Log } from '#src/log.ts';
import { identify } from '#src/slack/transport/bot-identity.ts';
import {
  isMessageGone,
  isNoAccess,
  isSlackAway,
  isTokenRefused,
} from '#src/slack/transport/slack-errors.ts';
import { partOf } from '../../part-of.ts';

const refusal = (error: string) =>
  new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {} });

test.each([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
])('%s is an incident of Slack: work is repeated, and the token is not doubted', (name) => {
  const error = refusal(name);

  expect([isSlackAway(error), isTokenRefused(error), isNoAccess(error)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a rate limit is not the call's fault", () => {
  expect(isSlackAway(new webApi.WebAPIRateLimitedError(30))).toBe(true);
});

test.each(['invalid_blocks', 'message_not_found', 'msg_too_long'])(
  "%s is the call's fault, not an outage",
  (name) => {
    expect(isSlackAway(refusal(name))).toBe(false);
  },
);

test('an edit in an archived channel has an error name of its own', () => {
  expect(isNoAccess(refusal('is_inactive'))).toBe(true);
});

test.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
  'after %s the message is posted again: it can never be edited',
  (name) => {
    expect([isMessageGone(refusal(name)), isNoAccess(refusal(name))]).toEqual([true, false]);
  },
);

test('at the start an incident is waited for, however long, and a refused token is not', async () => {
  const incident = ['internal_error', 'fatal_error', 'org_login_required'];
  const answers = [...incident, 'account_inactive'];
  const told: unknown[] = [];
  const client = partOf<webApi.WebClient>({
    auth: { test: () => Promise.reject(refusal(answers.shift() ?? 'invalid_auth')) },
  });

  const identity = identify({
    client,
    sleep: () => Promise.resolve(),
    log: partOf<Log>({ warn: (message: string) => void told.push(message) }),
  });

  await expect(identity).rejects.toThrow(
    'SLACK_BOT_TOKEN: Slack does not accept it (account_inactive)',
  );
  expect(told).toHaveLength(incident.length);
});
