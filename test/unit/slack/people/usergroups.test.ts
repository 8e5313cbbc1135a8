import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { createUsergroups } from '#src/slack/people/usergroups.ts';
import { partOf } from '../../part-of.ts';

interface Group {
  readonly id: string;
  readonly users: string[];
}

/** User groups over a Slack with these groups; `calls` counts calls, `warned` holds warnings. */
const setUp = (...first: readonly Group[]) => {
  let answer: readonly Group[] | Error = first;
  let nowMs = 0;
  const calls: unknown[] = [];
  const warned: unknown[] = [];
  const client = partOf<webApi.WebClient>({
    usergroups: {
      list: (query: unknown) => {
        calls.push(query);
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve({ usergroups: [...answer] });
      },
    },
  });
  const groups = createUsergroups({
    client,
    now: () => nowMs,
    log: { warn: (_message: string, meta: unknown) => void warned.push(meta) },
  });
  return {
    groups,
    calls,
    warned,
    passes: (ms: number) => (nowMs += ms),
    answers: (next: readonly Group[] | Error) => (answer = next),
  };
};

const LEADS = { id: 'S0LEADS', users: ['U0LENA', 'U0LARS'] };

test('all groups are read with one call, whichever is asked for', async () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ id: `S${at}`, users: [`U${at}`, 'U0'] }));
  const { groups, calls } = setUp(...many);
  const ids = many.map(({ id }) => id);

  const [first, second] = await Promise.all([groups.of('U3', ids), groups.of('U0', ['S7'])]);

  expect([first, second]).toEqual([['S3'], ['S7']]);
  expect(calls).toEqual([{ include_users: true }]);
});

test('no call is made if no group is listed', async () => {
  const { groups, calls } = setUp(LEADS);

  expect(await groups.of('U0LENA', [])).toEqual([]);
  expect(calls).toEqual([]);
});

test('a missing group is empty, the others count, and one warning names it', async () => {
  const { groups, warned, passes } = setUp(LEADS);

  expect(await groups.of('U0LENA', ['S0GONE', 'S0LEADS'])).toEqual(['S0LEADS']);
  passes(30_000);
  await groups.of('U0LARS', ['S0GONE']);

  expect(warned).toEqual([{ group: 'S0GONE' }]);
});

test('a group that came back and disappears again is reported again', async () => {
  const { groups, warned, passes, answers } = setUp();

  await groups.of('U0LENA', ['S0LEADS']);
  answers([LEADS]);
  passes(30_000);
  expect(await groups.of('U0LENA', ['S0LEADS'])).toEqual(['S0LEADS']);
  answers([]);
  passes(30_000);
  await groups.of('U0LENA', ['S0LEADS']);

  expect(warned).toEqual([{ group: 'S0LEADS' }, { group: 'S0LEADS' }]);
});

test('a failure means unknown and is not cached', async () => {
  const { groups, warned, answers } = setUp();
  const error = new Error('fatal_error');
  answers(error);

  expect(await groups.of('U0LENA', ['S0LEADS'])).toBeUndefined();
  answers([LEADS]);

  expect(await groups.of('U0LENA', ['S0LEADS'])).toEqual(['S0LEADS']);
  expect(warned).toEqual([{ error }]);
});
