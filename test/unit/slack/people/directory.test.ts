import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import type { Log } from '#src/log.ts';
import { createDirectory } from '#src/slack/people/directory.ts';
import { createPersonalWords } from '#src/slack/people/personal-words.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { partOf } from '../../part-of.ts';

type Answer = Readonly<Record<string, unknown>> | Error | 'never';

/** A directory over a Slack with these answers, in order; `asked` records the questions. */
const setUp = (...answers: readonly Answer[]) => {
  const left = [...answers];
  const asked: unknown[] = [];
  const waited: number[] = [];
  let nowMs = 0;
  let hasChanged = false;
  const client = partOf<webApi.WebClient>({
    users: {
      info: (query: unknown) => {
        asked.push(query);
        const answer = left.shift() ?? 'never';
        if (answer === 'never') return new Promise(() => undefined);
        if (answer instanceof Error) return Promise.reject(answer);
        return Promise.resolve({ user: { id: 'U0LI', team_id: 'T0', ...answer } });
      },
    },
  });
  const directory = createDirectory({
    client,
    identity: { teamId: 'T0' },
    hasChanged: () => hasChanged,
    now: () => nowMs,
    // Time passes only when nothing else can happen.
    sleep: (ms) =>
      new Promise((resolve) => {
        waited.push(ms);
        setImmediate(resolve);
      }),
    log: partOf<Log>({ warn: () => undefined }),
  });
  return {
    directory,
    words: createPersonalWords(directory),
    asked,
    waited,
    passes: (ms: number) => (nowMs += ms),
    hears: (isNew: boolean) => (hasChanged = isNew),
  };
};

/** `users.info` for a member of an Enterprise Grid. */
function grid(...teams: readonly string[]) {
  return { team_id: undefined, enterprise_user: { id: 'U0LI', enterprise_id: 'E0', teams } };
}

const english = wordsFor('en');
const chinese = wordsFor('zh-CN');

test('if something must be there at once, nothing is waited for', async () => {
  const { words } = setUp({ locale: 'zh-CN' });

  expect(words.known('U0LI')).toBe(english);
  expect(await words.of('U0LI')).toBe(chinese);
  expect(words.known('U0LI')).toBe(chinese);
  expect(words.known('U0ANN')).toBe(english);
});

test('the wait is short before an acknowledgement, and a little longer behind "loading"', async () => {
  const { words, waited } = setUp('never');

  expect(await words.soon('U0LI')).toBe(english);
  expect(await words.of('U0LI')).toBe(english);
  expect(waited).toEqual([300, 2_000]);
});

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['Mars/Olympus', undefined],
  ['+02:00', undefined],
  [undefined, undefined],
])("a person's time zone comes with their language: %s is %s", async (tz, zone) => {
  const { words } = setUp({ locale: 'zh-CN', tz });

  expect(words.timeZone('U0LI')).toBeUndefined();
  await words.soon('U0LI');
  expect(words.timeZone('U0LI')).toBe(zone);
});

test('Slack is asked for the locale explicitly', async () => {
  const { words, asked } = setUp({ locale: 'en-GB' });

  await words.of('U0LI');

  expect(asked).toEqual([{ user: 'U0LI', include_locale: true }]);
});

test('one call tells who somebody is and their language', async () => {
  const { directory, words, asked } = setUp({ locale: 'zh-TW' });

  const membership = await directory.membership({ userId: 'U0LI' }, []);

  expect(membership.isFullMember).toBe(true);
  expect(await words.of('U0LI')).toBe(chinese);
  expect(asked).toHaveLength(1);
});

test('a language is read again after ten minutes', async () => {
  const { words, asked, passes } = setUp({ locale: 'zh-CN' }, { locale: 'en-US' });

  await words.of('U0LI');
  passes(9 * 60_000);
  expect(await words.of('U0LI')).toBe(chinese);
  expect(asked).toHaveLength(1);
  passes(60_000);
  expect(await words.of('U0LI')).toBe(english);
});

test.each<[string, Answer]>([
  ['is silent', 'never'],
  ['has a fault', new Error('ratelimited')],
])('while Slack %s, known languages are used', async (_what, answer) => {
  const { words, passes } = setUp({ locale: 'zh-CN' }, answer, answer);

  await words.of('U0LI');
  passes(11 * 60_000);

  expect(await words.of('U0LI')).toBe(chinese);
  expect(await words.of('U0ANN')).toBe(english);
});

test('a guest speaks a language, and is no full member', async () => {
  const { directory, words } = setUp({ locale: 'zh-CN', is_restricted: true });

  expect(await words.of('U0LI')).toBe(chinese);
  expect((await directory.membership({ userId: 'U0LI' }, [])).isFullMember).toBe(false);
});

test.each<[string, Answer, boolean]>([
  ['is a member of this workspace', { team_id: 'T0' }, true],
  ['is a member of another one', { team_id: 'T0FAR' }, false],
  ['is a stranger of Slack Connect', { team_id: 'T0FAR', is_stranger: true }, false],
  ['has this one among their workspaces of the Grid', grid('T0EAST', 'T0'), true],
  ['is in other workspaces of the Grid only', grid('T0EAST'), false],
  ['has left this one in the Grid', { ...grid('T0EAST'), team_id: 'T0' }, false],
  ['is shown with another one of theirs', { ...grid('T0EAST', 'T0'), team_id: 'T0EAST' }, true],
  ['is a guest in the Grid', { ...grid('T0'), is_restricted: true }, false],
  ['is a stranger from another Grid', { ...grid('T0FAR'), is_stranger: true }, false],
  ['is in no workspace that Slack names', { team_id: undefined }, false],
])('somebody who %s counts as a full member or not: %#', async (_who, answer, isFullMember) => {
  const { directory } = setUp(answer);

  expect(await directory.membership({ userId: 'U0LI' }, [])).toMatchObject({ isFullMember });
});

test('a change reported to another replica counts for the next question', async () => {
  const { directory, asked, hears } = setUp({}, { deleted: true });
  const isFull = async () => (await directory.membership({ userId: 'U0LI' }, [])).isFullMember;
  expect([await isFull(), await isFull()]).toEqual([true, true]);

  hears(true);

  expect(await isFull()).toBe(false);
  expect(asked).toHaveLength(2);
});
