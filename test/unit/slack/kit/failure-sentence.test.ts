import { expect, test } from 'vitest';
import { failureSentence } from '#src/slack/kit/sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';

const failed = { kind: 'answered', http_status: 403, error_code: 'APIGW.0801' } as const;

test('a code that is published is told with its meaning, in each language', () => {
  expect(failureSentence(failed, wordsFor('en'))).toContain(
    'The service is not available in this region. The endpoint of this project is wrong.',
  );
  expect(failureSentence(failed, wordsFor('zh-CN'))).toContain('该区域不提供此服务。');
});

test('one that nobody published is told with advice alone', () => {
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
