import { expect, test } from 'vitest';
import { tellResults } from '#src/slack/channel/ops-results.ts';
import { requestIn } from '../../approval/sample-request.ts';
import { partOf } from '../../part-of.ts';
import { nowMs } from '../../relay/sample-task.ts';

type Deps = Parameters<typeof tellResults>[0];
type Showing = Parameters<typeof tellResults>[1];

const failed = requestIn('failed');
const request: Showing['request'] = {
  ...failed,
  history: [...failed.history, { event: 'fail', state: 'failed', atMs: nowMs }],
  outcome: { sent: true },
};

/** The channels in which the result is posted by a relaydesk.yml that came after the card. */
async function toldIn(
  channels: Pick<Showing['project'], 'opsChannel' | 'approvalsChannel'>,
  cardChannel: string,
): Promise<string[]> {
  const told: string[] = [];
  const project = partOf<Showing['project']>({ name: 'live-prod', language: 'en', ...channels });
  const deps = partOf<Deps>({
    linkTo: () => 'https://slack.example/card',
    shown: { begin: () => Promise.resolve(true), save: () => Promise.resolve() },
    posting: {
      takeSlot: () => Promise.resolve(),
      post: ({ channel }) => {
        told.push(channel);
        return Promise.resolve({ channel, ts: '1.1' });
      },
      update: () => Promise.resolve(),
    },
    log: { info: () => undefined, warn: () => undefined },
  });
  const shown = { version: 1, lines: 0 };
  const showing = { request, project, shown, mayHaveBegun: false, parts: [], followers: '' };
  await tellResults(deps, { ...showing, version: 1 }, { channel: cardChannel, ts: '1' });
  return told;
}

test('the ops channel is told although new cards come there too, while the card is in another one', async () => {
  const channels = { opsChannel: 'C0OPS', approvalsChannel: 'C0OPS' };

  expect(await toldIn(channels, 'C0LEADS')).toEqual(['C0OPS']);
  expect(await toldIn(channels, 'C0OPS')).toEqual([]);
});

test('a card that is in the ops channel tells its result there once, wherever new cards come', async () => {
  expect(await toldIn({ opsChannel: 'C0OPS', approvalsChannel: 'C0NEW' }, 'C0OPS')).toEqual([]);
});
