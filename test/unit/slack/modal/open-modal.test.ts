import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { openModal } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { wordsFor } from '#src/slack/words/index.ts';

type Given = Parameters<typeof openModal>[0];

const words = wordsFor('en');
const personal = {
  known: () => words,
  of: () => Promise.resolve(words),
} as unknown as PersonalWords;

/** A modal of which "loading" is seen first, and which Slack does not fill for that reason. */
const filledInto = async (answer: string, failure?: Error): Promise<readonly string[]> => {
  const steps: string[] = [];
  const loading = Promise.withResolvers();
  const client = {
    views: {
      open: ({ view }: { view: { callback_id: string } }) => {
        steps.push(view.callback_id);
        loading.resolve(undefined);
        return Promise.resolve({ view: { id: 'V1', hash: 'h1' } });
      },
      update: () => Promise.reject(new webApi.WebAPIPlatformError({ ok: false, error: answer })),
    },
  };
  const given = { client, ack: () => Promise.resolve() } as unknown as Given;
  await openModal(given, { triggerId: 'T1', userId: 'U0X', words: personal }, async () => {
    await loading.promise;
    if (failure) throw failure;
    return noticeModal('It is read.', words);
  });
  return steps;
};

test.each(['not_found', 'hash_conflict'])(
  'whoever closes "loading" before it is filled, or goes on, looks at it no more: %s is no failure',
  async (error) => {
    expect(await filledInto(error)).toEqual(['loading']);
  },
);

test('what failed while it was being filled is thrown, though nobody looks', async () => {
  await expect(filledInto('not_found', new Error('The store is down.'))).rejects.toThrow(
    'The store is down.',
  );
});

test('whatever else Slack says is a failure', async () => {
  await expect(filledInto('invalid_arguments')).rejects.toThrow('invalid_arguments');
});
