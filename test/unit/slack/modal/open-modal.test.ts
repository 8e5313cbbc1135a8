import { webApi } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { openModal, replaceModal } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { partOf } from '../../part-of.ts';

type Given = Parameters<typeof openModal>[0];

const words = wordsFor('en');
const personal = partOf<PersonalWords>({
  known: () => words,
  of: () => Promise.resolve(words),
});

/** A modal that shows "loading" first and that Slack refuses to update for this reason. */
const filledInto = async (answer: string, failure?: Error): Promise<readonly string[]> => {
  const steps: string[] = [];
  const loading = Promise.withResolvers();
  const client = partOf<Given['client']>({
    views: {
      open: ({ view }) => {
        steps.push(view.callback_id ?? '');
        loading.resolve(undefined);
        return Promise.resolve({ ok: true, view: { id: 'V1', hash: 'h1' } });
      },
      update: () => Promise.reject(new webApi.WebAPIPlatformError({ ok: false, error: answer })),
    },
  });
  const given = { client, ack: () => Promise.resolve() };
  await openModal(given, { triggerId: 'T1', userId: 'U0X', words: personal }, async () => {
    await loading.promise;
    if (failure) throw failure;
    return noticeModal('It is read.', words);
  });
  return steps;
};

test.each(['not_found', 'hash_conflict'])(
  'a modal that was closed or has changed before it is filled is left alone: %s is no failure',
  async (error) => {
    expect(await filledInto(error)).toEqual(['loading']);
  },
);

test('a failure to fill it is thrown, even if nobody is looking', async () => {
  await expect(filledInto('not_found', new Error('The store is down.'))).rejects.toThrow(
    'The store is down.',
  );
});

test('any other error of Slack is a failure', async () => {
  await expect(filledInto('invalid_arguments')).rejects.toThrow('invalid_arguments');
});

/** The calls to Slack that update a submitted modal, in order. */
const replacedBy = async (fill: () => Promise<ReturnType<typeof noticeModal>>) => {
  const steps: string[] = [];
  const client = partOf<Given['client']>({
    views: {
      update: () => {
        steps.push('update');
        return Promise.resolve({ ok: true });
      },
    },
  });
  const ack = ({ view }: { view: { callback_id?: string } }) => {
    steps.push(`ack ${view.callback_id}`);
    return Promise.resolve();
  };
  const sleep = (ms: number) => {
    steps.push(`after ${ms} ms`);
    return Promise.resolve();
  };
  const slack = { client, ack };
  const failed = await replaceModal(slack, { viewId: 'V1', words, sleep }, fill).catch(String);
  return { steps, failed };
};

test('a quick result goes into the acknowledgement', async () => {
  const { steps } = await replacedBy(() => Promise.resolve(noticeModal('Done.', words)));

  expect(steps).toEqual(['ack notice']);
});

test('a slower one comes after "loading" has arrived', async () => {
  const loaded = Promise.withResolvers<ReturnType<typeof noticeModal>>();
  vi.useFakeTimers();
  const replaced = replacedBy(() => loaded.promise);
  await vi.advanceTimersByTimeAsync(700);
  vi.useRealTimers();
  loaded.resolve(noticeModal('Done.', words));

  expect((await replaced).steps).toEqual(['ack loading', 'after 1000 ms', 'update']);
});

test('a failure is shown in its place and thrown', async () => {
  const { steps, failed } = await replacedBy(() => Promise.reject(new Error('Redis is away.')));

  expect(steps).toEqual(['ack notice']);
  expect(failed).toBe('Error: Redis is away.');
});
