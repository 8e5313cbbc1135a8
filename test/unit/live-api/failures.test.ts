import { describe, expect, test } from 'vitest';
import { broken, json, refusal, unconnected } from './simulated-fetch.ts';
import { setUpTasks } from './set-up-tasks.ts';

const LONG_ID = '7b1c0d3e-0000-4000-8000-000000000001-1732860000123-live-api-7c9d8f-x2x4z';
const LONG_CODE = 'LIVE/OTT 100011001.SUBCODE.WITH-A-LONG-NAME-INDEED';

describe('what a failure says', () => {
  test.each([
    [
      'an error of the Live API',
      () => refusal(400, 'LIVE.100011001'),
      {
        kind: 'answered',
        http_status: 400,
        error_code: 'LIVE.100011001',
        error_msg: 'about LIVE.100011001',
        request_id: 'r-1',
      },
    ],
    [
      'an error as IAM nests it, before the flat one',
      () =>
        json(
          403,
          {
            error: { code: 403, message: 'no', title: 'Forbidden' },
            error_code: 'X',
            error_msg: 'x',
          },
          { 'X-Request-Id': 'h-1' },
        ),
      { kind: 'answered', http_status: 403, error_code: '403', error_msg: 'no', request_id: 'h-1' },
    ],
    [
      'an error under a 200',
      () => refusal(200, 'LIVE.100011001'),
      { kind: 'answered', http_status: 200, error_code: 'LIVE.100011001' },
    ],
    [
      'JSON without a code',
      () => json(418, { teapot: true }),
      {
        kind: 'answered',
        http_status: 418,
        reason: { is: 'no_error_code', about: '{"teapot":true}' },
      },
    ],
    [
      'another shape',
      () => json(200, { hello: 1 }),
      {
        kind: 'unreadable',
        http_status: 200,
        reason: { is: 'unknown_shape', about: '{"hello":1}' },
      },
    ],
    [
      'HTML',
      () => new Response('<h1>Hi</h1>\u0000\n\u001B[2J', { headers: { 'X-Request-Id': 'h-2' } }),
      {
        kind: 'unreadable',
        http_status: 200,
        request_id: 'h-2',
        reason: { is: 'not_json', about: '<h1>Hi</h1>[U+0000] [U+001B][2J' },
      },
    ],
    [
      'nothing',
      () => new Response('', { status: 404 }),
      { kind: 'unreadable', http_status: 404, reason: { is: 'empty' } },
    ],
    [
      'half of it',
      () => new Response('{"task_infos":[{"task_id":"t"'),
      { kind: 'unreadable', http_status: 200 },
    ],
    [
      'a redirect',
      () => new Response('<a>', { status: 307, headers: { location: 'https://x' } }),
      { kind: 'answered', http_status: 307, reason: { is: 'redirect' } },
    ],
    [
      'no connection',
      () => unconnected('ENOTFOUND'),
      { kind: 'network', reason: { is: 'not_connected', about: 'ENOTFOUND' } },
    ],
    [
      'a broken connection',
      () => broken('ECONNRESET'),
      { kind: 'network', reason: { is: 'connection_broke', about: 'ECONNRESET' } },
    ],
  ])('%s', async (_name, answer, failure) => {
    const { tasks } = setUpTasks(answer);

    expect(await tasks.read('t')).toMatchObject({ ok: false, failure });
  });

  test.each([
    [
      'a request id of the Live API',
      { error_code: 'X', request_id: LONG_ID },
      { request_id: LONG_ID },
    ],
    ['a long code', { error_code: LONG_CODE, error_msg: 'x' }, { error_code: LONG_CODE }],
    ['a list of messages', { error_code: 'X', error_msg: ['a', 'b'] }, { error_msg: '["a","b"]' }],
    [
      'characters that hide text, for those who show it to make visible',
      { error_code: 'X', error_msg: 'a\u202Eb' },
      { error_msg: 'a\u202Eb' },
    ],
    [
      'details',
      { error_code: 'X', error_detail: 'why', encoded_authorization_message: 'AbCd+/=' },
      { error_detail: 'why', encoded_authorization_message: 'AbCd+/=' },
    ],
    [
      'result_code and result_msg',
      { result_code: 'LIVE.100011001', result_msg: 'Request Illegal' },
      { error_code: 'LIVE.100011001', error_msg: 'Request Illegal' },
    ],
    [
      'code and message',
      { code: 'APIG.0302', message: 'not allowed' },
      { error_code: 'APIG.0302', error_msg: 'not allowed' },
    ],
  ])('%s, word for word', async (_name, body, expected) => {
    const { tasks } = setUpTasks(() => json(400, body));

    expect(await tasks.read('t')).toMatchObject({
      failure: { kind: 'answered', http_status: 400, ...expected },
    });
  });

  test('secrets in it are masked', async () => {
    const { tasks, lines } = setUpTasks(() =>
      json(400, {
        error_code: 'LIVE.100011001',
        error_msg: 'bad rtmp://a.example.com/x?txSecret=hidden-one, password S3cret-password',
      }),
    );

    const read = await tasks.read('t');

    expect(read).toMatchObject({
      failure: { error_msg: 'bad rtmp://a.example.com/x?[query] password [secret]' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/hidden-one|S3cret/);
  });
});
