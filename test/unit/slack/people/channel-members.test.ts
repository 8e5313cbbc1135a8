import type { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { createChannelMembers } from '#src/slack/people/channel-members.ts';
import { partOf } from '../../part-of.ts';

test('all members are read, in pages of 200', async () => {
  const asked: unknown[] = [];
  const pages: Readonly<Record<string, readonly [string, string]>> = {
    '': ['U1', 'next'],
    next: ['U2', ''],
  };
  const client = partOf<webApi.WebClient>({
    conversations: {
      members: (args) => {
        asked.push(args);
        const [member, next_cursor] = pages[args?.cursor ?? ''] ?? ['', ''];
        return Promise.resolve({ members: [member], response_metadata: { next_cursor } });
      },
    },
  });
  const members = createChannelMembers({ client, now: () => 0, log: { warn: () => undefined } });

  expect(await members.reads('C0OPS', 'U2')).toBe(true);
  expect(await members.reads('C0OPS', 'U3')).toBe(false);
  expect(asked).toEqual([
    { channel: 'C0OPS', limit: 200 },
    { channel: 'C0OPS', limit: 200, cursor: 'next' },
  ]);
});
