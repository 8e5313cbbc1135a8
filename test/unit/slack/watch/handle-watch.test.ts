import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { watchAnswer } from '#src/slack/watch/handle-watch.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { lead } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';

type Deps = Parameters<typeof watchAnswer>[0];
type Client = Parameters<typeof watchAnswer>[1];

const words = wordsFor('en');

/** What is answered in a conversation that the bot cannot post in. */
const answerIn = async (channel: string, channelName: string): Promise<string[]> => {
  const deps = partOf<Deps>({
    projects: new Map([['live-prod', { name: 'live-prod', language: 'en' }]]),
    watch: {
      subscribe: () => Promise.resolve('added'),
      unsubscribe: () => Promise.resolve(undefined),
      subscriptionId: () => 'W1',
    },
    takesEvents: true,
  });
  const refused = new webApi.WebAPIPlatformError({ ok: false, error: 'channel_not_found' });
  const client = partOf<Client>({ chat: { postMessage: () => Promise.reject(refused) } });
  const asked = { kind: 'watch', project: 'live-prod', channel, channelName, by: lead } as const;
  const answer = await watchAnswer(deps, client, { ...asked, task: undefined, events: [] }, words);
  return answer.map(({ text }) => text);
};

test('a channel without the bot is told to invite it; a direct message, of two or of more, is not', async () => {
  expect(await answerIn('C0LEADS', 'live-approvals')).toEqual([words.watch.notInChannel]);

  for (const [id, name] of [
    ['D0LENA', 'directmessage'],
    ['C0GROUP', 'mpdm-lena--olga--li-1'],
    ['G0GROUP', 'mpdm-lena--olga-1'],
  ] as const) {
    const [told = ''] = await answerIn(id, name);
    expect(told).toContain('Type the command in a channel that I am in');
    expect(told).not.toContain('/invite');
  }
});
