import { expect, test } from 'vitest';
import type { FailureReason } from '#src/relay/failure-reason.ts';
import { failureSentence, reasonSentence } from '#src/slack/kit/sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';

const failed = { kind: 'answered', http_status: 403, error_code: 'APIGW.0801' } as const;

test('a published code is shown with its meaning, in each language', () => {
  expect(failureSentence(failed, wordsFor('en'))).toContain(
    'The service is not available in this region. The endpoint of this project is wrong.',
  );
  expect(failureSentence(failed, wordsFor('zh-CN'))).toContain('该区域不提供此服务。');
});

test('an unpublished code is shown with advice only', () => {
  expect(failureSentence({ ...failed, error_code: 'X.1' }, wordsFor('en'))).toMatch(
    /💡 The cloud account of relaydesk lacks this permission\./,
  );
});

test('a deleted task says that it is deleted', () => {
  const gone = { kind: 'answered', http_status: 400, error_code: 'LIVE.103011019' } as const;

  expect(failureSentence(gone, wordsFor('en'))).toContain('The task has been deleted');
  expect(failureSentence({ kind: 'task_gone' }, wordsFor('en'))).toContain('has been deleted');
  expect(failureSentence(gone, wordsFor('zh-CN'))).toContain('任务已被删除');
});

const ABOUT = 'ECONNREFUSED';
const UNTIL = '2026-11-24T06:05:00Z';
/** One of every kind; a missing one does not compile. */
const EVERY: { readonly [Is in FailureReason['is']]: FailureReason & { readonly is: Is } } = {
  no_answer_in_time: { is: 'no_answer_in_time' },
  head_too_long: { is: 'head_too_long' },
  redirect: { is: 'redirect' },
  another_task_named: { is: 'another_task_named' },
  other_tasks: { is: 'other_tasks' },
  task_several_times: { is: 'task_several_times' },
  turn_too_late: { is: 'turn_too_late' },
  token_too_long: { is: 'token_too_long' },
  password_unreadable: { is: 'password_unreadable' },
  key_unreadable: { is: 'key_unreadable' },
  task_deleted: { is: 'task_deleted' },
  task_replaced: { is: 'task_replaced' },
  project_not_configured: { is: 'project_not_configured' },
  slot_missed: { is: 'slot_missed' },
  stood_still: { is: 'stood_still' },
  not_connected: { is: 'not_connected', about: ABOUT },
  connection_broke: { is: 'connection_broke', about: ABOUT },
  no_error_code: { is: 'no_error_code', about: ABOUT },
  unknown_shape: { is: 'unknown_shape', about: ABOUT },
  not_json: { is: 'not_json', about: ABOUT },
  empty: { is: 'empty', about: ABOUT },
  cut: { is: 'cut', about: ABOUT },
  too_large: { is: 'too_large', about: ABOUT },
  key_held: { is: 'key_held', until: UNTIL },
  sign_in_held: { is: 'sign_in_held', until: UNTIL },
  new_token_refused: { is: 'new_token_refused', until: UNTIL },
  sign_in_failed: { is: 'sign_in_failed', because: { is: 'empty', about: ABOUT } },
};

test.each(Object.values(EVERY))('$is is explained in the language of the card', (reason) => {
  const [english, chinese] = (['en', 'zh-CN'] as const).map((language) =>
    reasonSentence({ kind: 'unreadable', reason }, wordsFor(language)),
  );

  expect(english).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
  expect(chinese).toMatch(/\p{Script=Han}/u);
  // Words of an operating system or of the API, and times, are the same in both.
  for (const fact of [ABOUT, UNTIL].filter((each) => JSON.stringify(reason).includes(each))) {
    expect([english, chinese]).toEqual(Array(2).fill(expect.stringContaining(fact)));
  }
});

test('a record of an older version with an English sentence still shows it', () => {
  expect(reasonSentence({ kind: 'network', detail: 'It broke.' }, wordsFor('zh-CN'))).toBe(
    'It broke.',
  );
});

test("the API's words come first, followed by why nothing was sent", () => {
  const reason = { is: 'sign_in_held', until: UNTIL } as const;
  const failure = { kind: 'credentials', error_code: '401', error_msg: 'wrong', reason } as const;

  expect(failureSentence(failure, wordsFor('en'))).toMatch(/^`401: wrong\. IAM refused to sign in/);
  expect(failureSentence(failure, wordsFor('zh-CN'))).toMatch(/^`401: wrong\. IAM 拒绝登录/);
});
