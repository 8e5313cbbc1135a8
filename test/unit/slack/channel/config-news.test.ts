import { expect, test } from 'vitest';
import { createConfigNews } from '#src/slack/channel/config-news.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { partOf } from '../../part-of.ts';

/** Two replicas over one store, with two projects that have ops channels in two languages. */
function twoReplicas() {
  const posted: string[] = [];
  const told = new Map<string, string>();
  const slack = { isFull: false };
  const marks = {
    claim: (about: string, what: string) => {
      const isNew = told.get(about) !== what;
      told.set(about, what);
      return Promise.resolve(isNew);
    },
    release: (about: string) => Promise.resolve(told.delete(about)),
  };
  const projects = new Map<string, SlackProject>([
    ['live-prod', partOf<SlackProject>({ opsChannel: 'C0OPS', language: 'en' })],
    ['live-test', partOf<SlackProject>({ opsChannel: 'C0OPS', language: 'en' })],
    ['live-cn', partOf<SlackProject>({ opsChannel: 'C0CN', language: 'zh-CN' })],
  ]);
  const deps = partOf<Parameters<typeof createConfigNews>[0]>({
    posting: partOf({
      takeSlot: () => (slack.isFull ? Promise.reject(new Error('full')) : Promise.resolve()),
      post: ({ channel, text }: { channel: string; text?: string }) => {
        posted.push(`${channel} ${text ?? ''}`);
        return Promise.resolve({ channel, ts: '1' });
      },
    }),
    projects,
    marks,
    log: { warn: () => undefined },
  });
  return { replicas: [createConfigNews(deps), createConfigNews(deps)], posted, slack };
}

test('a refused file is told once in each ops channel, in its language, and so is its end', async () => {
  const { replicas, posted } = twoReplicas();

  for (const news of replicas) await news.refused(['region: is missing']);
  for (const news of replicas) await news.refused([]);

  expect(posted).toEqual([
    expect.stringMatching(/^C0OPS .*was refused.*region: is missing/s),
    expect.stringMatching(/^C0CN .*未生效.*region: is missing/s),
    expect.stringMatching(/^C0OPS .*in force/s),
    expect.stringMatching(/^C0CN .*已生效/s),
  ]);
});

test('another problem is told, and of many problems only the first', async () => {
  const { replicas, posted } = twoReplicas();
  const [news] = replicas;

  await news?.refused(['one']);
  await news?.refused(Array.from({ length: 9 }, (_each, nth) => `problem ${nth}`));

  expect(posted).toHaveLength(4);
  expect(posted[2]).toMatch(/problem 4.*4 more/s);
  expect(posted[2]).not.toContain('problem 5');
});

test('what Slack does not take is told at the next try', async () => {
  const { replicas, posted, slack } = twoReplicas();
  slack.isFull = true;
  await expect(replicas[0]?.refused(['one'])).rejects.toThrow('full');

  slack.isFull = false;
  await replicas[1]?.refused(['one']);

  expect(posted).toHaveLength(2);
});

test('replicas that differ are told once, and that they agree again', async () => {
  const { replicas, posted } = twoReplicas();

  for (const news of replicas) await news.differing(['live-prod']);
  for (const news of replicas) await news.differing([]);

  expect(posted.filter((each) => each.startsWith('C0OPS'))).toEqual([
    expect.stringMatching(/older policy.*live-prod/s),
    expect.stringMatching(/same policies again/),
  ]);
});
