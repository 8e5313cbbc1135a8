import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { createListedPeople } from '#src/slack/people/listed-people.ts';
import { partOf } from '../../part-of.ts';

/** Lists of a Slack with a group of four, of whom the third and the fourth are full members. */
const setUp = (isAway = false) => {
  const asked: string[] = [];
  const answer = <Value>(value: Value) =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(value);
  const client = partOf<webApi.WebClient>({
    users: {
      info: ({ user }: { user: string }) => {
        asked.push(user);
        const is_restricted = !['U3', 'U4'].includes(user);
        return answer({ user: { id: user, team_id: 'T0', real_name: `N<${user}`, is_restricted } });
      },
    },
    usergroups: {
      list: () =>
        answer({ usergroups: [{ id: 'S1', handle: 'leads', users: ['U1', 'U2', 'U3', 'U4'] }] }),
    },
  });
  const log = { warn: () => undefined };
  return {
    people: createListedPeople({ client, identity: { teamId: 'T0' }, now: () => 0, log }),
    asked,
  };
};

const lists = [{ users: ['U9'], usergroups: ['S1'] }];
const until = (enough: number, needed: (userId: string) => boolean = () => true) => ({
  isNeeded: (_found: unknown, { userId }: { userId: string }) => needed(userId),
  isEnough: ({ length }: readonly unknown[]) => length >= enough,
});

test('active people of the lists are looked for until there are enough', async () => {
  const { people, asked } = setUp();

  expect(await people.activeOn(lists, until(1))).toEqual([{ userId: 'U3', usergroups: ['S1'] }]);
  expect(asked).toEqual(['U9', 'U1', 'U2', 'U3']);
});

test('nobody is looked up who is not needed, and those who are there are all', async () => {
  const { people, asked } = setUp();

  expect(
    await people.activeOn(
      lists,
      until(9, (id) => id === 'U4'),
    ),
  ).toHaveLength(1);
  expect(asked).toEqual(['U4']);
});

test('while Slack does not answer, nothing is known of them, and nobody has a name', async () => {
  const { people } = setUp(true);

  expect(await people.activeOn(lists, until(1))).toBeUndefined();
  expect([...(await people.namesOn(lists))]).toEqual([]);
});

test('people and groups have names', async () => {
  const { people } = setUp();

  expect([...(await people.namesOn(lists))]).toEqual([
    ['U9', 'N<U9'],
    ['S1', '@leads'],
  ]);
});
