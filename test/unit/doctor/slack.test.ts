import { expect, test } from 'vitest';
import { channelsOf, judgeChannel } from '#src/doctor/judge-channels.ts';
import { judgeShown } from '#src/doctor/judge-slack.ts';
import {
  judgeAppToken,
  judgeBot,
  judgeScopes,
  judgeSigningSecret,
} from '#src/doctor/judge-slack.ts';
import { loadedProject } from '../config/set-up-config.ts';
import { lines } from './set-up-doctor.ts';

const refused = (error: string, detail = '') => ({ ok: false, error, detail }) as const;

test("a bot's token is told apart from a person's", () => {
  const facts = { teamId: 'T0', team: 'Desk', botId: 'B0', scopes: [] };

  expect(lines(judgeBot({ ok: true, value: facts }))).toEqual([
    'ok SLACK_BOT_TOKEN: accepted by the workspace Desk',
  ]);
  expect(lines(judgeBot({ ok: true, value: { ...facts, botId: undefined } }))).toEqual([
    'fail SLACK_BOT_TOKEN: this is a user token',
  ]);
});

test.each([
  [refused('invalid_auth'), 'Slack says invalid_auth', /copy the token again/],
  [refused('account_inactive'), 'Slack says account_inactive', /install the app again/],
  [refused('unreachable', 'ECONNREFUSED'), 'Slack cannot be reached: ECONNREFUSED', /SLACK_API/],
  [refused('unheard_of'), 'Slack says unheard_of', /look it up/],
])('a refusal is reported with what to do: %j', (answer, found, todo) => {
  const [finding] = judgeBot(answer);

  expect(finding).toMatchObject({ status: 'fail', found, todo: expect.stringMatching(todo) });
});

test('a rate limit of Slack is no failure', () => {
  const busy = refused('ratelimited', '7 s');
  const line = 'not checked: Slack asks to wait 7 s; run the doctor again after that time';

  expect(lines(judgeBot(busy))).toEqual([`skip SLACK_BOT_TOKEN: ${line}`]);
  expect(lines([judgeAppToken(busy, 'xapp-', 'A')])).toEqual([`skip SLACK_APP_TOKEN: ${line}`]);
  expect(lines([judgeChannel({ id: 'C0', use: 'x' }, busy)])).toEqual([`skip C0 (x): ${line}`]);
});

test('scopes that Slack did not report do not count as missing', () => {
  expect(lines(judgeScopes(undefined, ['a', 'b']))).toEqual([
    expect.stringMatching(/^skip scopes: not checked: the header x-oauth-scopes is missing/),
  ]);
});

test('each scope that is missing is named in its own advice', () => {
  expect(judgeScopes([], ['a', 'b']).map(({ todo }) => todo)).toEqual([
    expect.stringContaining('add a under'),
    expect.stringContaining('add b under'),
  ]);
});

test('scopes are compared with the manifest in both directions', () => {
  expect(lines(judgeScopes(['a', 'b'], ['a', 'b']))).toEqual([
    'ok scopes: all 2 of manifest.yml are granted',
  ]);
  expect(lines(judgeScopes(['a', 'c'], ['a', 'b']))).toEqual([
    'fail scopes: b is missing',
    'warn scopes: more than manifest.yml asks for: c',
  ]);
  expect(lines(judgeScopes(['a'], undefined))[0]).toMatch(/^warn scopes: manifest.yml cannot be/);
});

test('an app-level token must be of the same app as the bot, if that can be seen', () => {
  const good = { ok: true, value: undefined } as const;

  expect(judgeAppToken(good, 'xapp-1-A0DESK-1-a', 'A0DESK').status).toBe('ok');
  expect(judgeAppToken(good, 'xapp-1-A0DESK-1-a', undefined).status).toBe('ok');
  expect(judgeAppToken(good, 'xapp-1-A0OTHER-1-a', 'A0DESK')).toMatchObject({
    status: 'fail',
    found: 'it belongs to the app A0OTHER, but the bot belongs to A0DESK',
  });
  expect(judgeAppToken(refused('missing_scope', 'connections:write'), 'xapp-', 'A')).toMatchObject({
    status: 'fail',
    todo: 'create an app-level token with connections:write',
  });
});

test('only the form of a signing secret can be checked', () => {
  expect(judgeSigningSecret('0123456789abcdef0123456789abcdef').status).toBe('ok');
  expect(judgeSigningSecret('xoxb-1').status).toBe('warn');
});

test('a channel is listed once, with all its uses', () => {
  const one = loadedProject({ name: 'one', ops_channel: 'C0OPS' });
  const two = loadedProject({ name: 'two', ops_channel: 'C0OPS', approvals_channel: 'C0LEADS' });

  expect([...channelsOf([one, two])]).toEqual([
    ['C0OPS', 'results of one, cards of one, results of two'],
    ['C0LEADS', 'cards of two'],
  ]);
});

test.each([
  [{ ok: true, value: { isArchived: false } }, 'ok C0 (x): the bot is in it'],
  [{ ok: true, value: { isArchived: true } }, 'fail C0 (x): it is archived'],
  [refused('not_in_channel'), 'fail C0 (x): the bot is not in it'],
  [refused('channel_not_found'), 'fail C0 (x): no channel has this id, or it is private and'],
  [refused('missing_scope', 'channels:history'), 'fail C0 (x): the scope channels:history is'],
] as const)('a channel where the answer was %j', (answer, line) => {
  expect(lines([judgeChannel({ id: 'C0', use: 'x' }, answer)])[0]).toContain(line);
});

test('what Slack says about cards and forms', () => {
  const good = { name: 'card', answer: { ok: true, value: [] } } as const;
  const problems = [{ pointer: '/blocks/0', message: 'too long' }];
  const bad = { name: 'form', answer: { ok: true, value: problems } } as const;
  const absent = { name: 'list', answer: refused('unknown_method') };
  const limited = { name: 'list', answer: refused('ratelimited', '9 s') };

  expect(lines(judgeShown([good]))).toEqual([
    'ok blocks.validate: Slack accepts all 1 cards, forms and lists',
  ]);
  expect(lines(judgeShown([good, bad]))).toEqual([
    'fail form: Slack rejects it: /blocks/0 too long',
  ]);
  expect(lines(judgeShown([absent, absent]))).toEqual([
    'ok blocks.validate: not offered by this workspace; nothing was checked',
  ]);
  expect(lines(judgeShown([bad, limited]))).toEqual([
    'fail form: Slack rejects it: /blocks/0 too long',
    'skip blocks.validate: 1 of 2 were not checked: Slack asks to wait 9 s; run the doctor again after that time',
  ]);
});
