import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modalText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';

const MEDIA = 'https://media.example.com';
const urls = (...names: readonly string[]): string[] => names.map((name) => `${MEDIA}/${name}.mp4`);

story('A playlist from a file', (at) => {
  const opens = async (source_urls = urls('one', 'two', 'three')) => {
    const task = at().newTask({ source_urls });
    await at().operator.opensForm(task.task_id);
    return task;
  };
  const typedUrls = (): string[] =>
    Object.entries(at().operator.form()?.state ?? {})
      .filter(([block]) => block.startsWith('source_urls'))
      .flatMap(([, box]) => ((box['value']?.['value'] ?? '') as string).split('\n'))
      .filter(Boolean);
  const attached = (): unknown =>
    Object.entries(at().operator.form()?.state ?? {}).find(([block]) =>
      block.startsWith('source_file'),
    )?.[1]['value']?.['files'];

  test('is read at the preview: its diff is shown, it fills the boxes, and it is what runs', async () => {
    const { operator, lead, live, putsOf, cardOf } = at();
    const task = await opens();
    await operator.fills({ vod_loop_time: '4', reason: 'Evening edition' });
    operator.attaches(
      'evening.m3u',
      `#EXTM3U\n#EXTINF:60,Two\n${urls('two', 'four').join('\n')}\n`,
    );

    await operator.pressesInForm('what_would_it_do');
    const form = await operator.untilSees('The playlist is now that of *evening.m3u*: 2 files');

    expect(form).toContain('1 added, 2 removed, 1 kept');
    expect(form).toContain('New playlist, beginning with two.mp4 (file 1)');
    expect(typedUrls()).toEqual(urls('two', 'four'));
    expect(attached()).toEqual([]);
    expect(operator.form()?.state).toMatchObject({
      vod_loop_time: { value: { value: '4' } },
      reason: { value: { value: 'Evening edition' } },
    });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');
    expect(live.task(task.task_id)).toMatchObject({
      source_urls: urls('two', 'four'),
      vod_loop_time: '4',
    });
    expect(putsOf(task)).toHaveLength(1);
  });

  test('is shown before anything is requested, even without a preview', async () => {
    const { operator, store, cardOf } = at();
    await opens();
    await operator.fills({ reason: 'Evening edition' });
    operator.attaches('evening.txt', urls('four').join('\n'));
    const before = await store.requestCount();

    const answer = await operator.triesToSubmit();

    expect('updated' in answer && modalText(answer.updated)).toContain('Check what it changes');
    expect(await store.requestCount()).toBe(before);
    const card = await cardOf(await operator.submits());
    expect(card.text()).toContain('four.mp4');
  });

  test('can be corrected in the boxes, and a second file replaces the first', async () => {
    const { operator, cardOf } = at();
    await opens();
    operator.attaches('first.txt', urls('four').join('\n'));
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('*first.txt*');
    await operator.fills({ source_urls: urls('five').join('\n'), reason: 'Corrected' });
    operator.attaches('second.csv', `title,url\nSix,${urls('six')[0]}\n`);
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('*second.csv*');
    expect(typedUrls()).toEqual(urls('six'));
    await operator.fills({ source_urls: urls('six', 'seven').join('\n') });

    const card = await cardOf(await operator.submits());

    expect(card.text()).toContain('seven.mp4');
    expect(card.text()).not.toContain('five.mp4');
  });

  test('of thirty long URLs fills as many boxes as it needs', async () => {
    const { operator, cardOf } = at();
    await opens();
    const many = Array.from({ length: 30 }, (_, n) => `${MEDIA}/${'x'.repeat(900)}/${n}.mp4`);
    operator.attaches('many.txt', many.join('\n'));
    await operator.pressesInForm('what_would_it_do');
    await operator.untilSees('*many.txt*: 30 files', '30 added');
    expect(typedUrls()).toEqual(many);
    await operator.fills({ reason: 'All of them' });

    expect((await cardOf(await operator.submits())).text()).toContain('30 added');
  });

  test.each([
    [
      'a line that is no URL',
      'list.txt',
      `${MEDIA}/a.mp4\nnext: the news\n`,
      'Line 2 of the file: "next: the news" is not a whole URL',
    ],
    [
      'a URL that the project does not allow',
      'list.txt',
      `${MEDIA}/a.mp4\n\nhttp://localhost/a.mp4\n`,
      'Line 3: localhost is a private or local address',
    ],
    [
      'an HLS stream',
      'index.m3u8',
      '#EXTM3U\n#EXT-X-TARGETDURATION:6\n',
      'Line 2 of the file: this is one HLS stream',
    ],
    [
      'more URLs than a task takes',
      'list.txt',
      Array.from({ length: 31 }, (_, n) => `${MEDIA}/${n}.mp4`).join('\n'),
      '31 URLs are too many; a task takes 30',
    ],
    ['no text', 'list.txt', Buffer.from([0xff, 0xfe, 0x41]), 'not UTF-8 text'],
    ['too much', 'list.txt', Buffer.alloc(256 * 1024 + 1, '#'), 'larger than 256 KiB'],
  ])(
    '%s is reported under the field, and nothing typed is lost',
    async (_what, name, content, said) => {
      const { operator, store } = at();
      await opens();
      await operator.fills({ vod_loop_time: '4', reason: 'Evening edition' });
      operator.attaches(name, content);
      const typed = operator.form()?.state;
      const before = await store.requestCount();

      expect(await operator.triesToSubmit()).toEqual({
        errors: { source_file: expect.stringContaining(said) as string },
      });
      expect(operator.form()?.state).toEqual(typed);
      await operator.pressesInForm('what_would_it_do');
      await operator.untilSees('The file was not read', said);
      expect(operator.form()?.state).toEqual(typed);
      expect(await store.requestCount()).toBe(before);
    },
  );

  test('a file that Slack refuses is reported, and can be submitted again', async () => {
    const { operator, slack } = at();
    await opens();
    await operator.fills({ reason: 'Evening edition' });
    operator.attaches('evening.txt', urls('four').join('\n'));
    slack.fail({ method: 'files-pri', with: { status: 503 } });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: {
        source_file: expect.stringContaining('does not let relaydesk read this file') as string,
      },
    });
    slack.fail({ method: 'files-pri', with: 'timeout' });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: {
        source_file: expect.stringContaining('did not deliver the file in time') as string,
      },
    });

    expect('updated' in (await operator.triesToSubmit())).toBe(true);
  });

  test('a lead whose Slack is in Chinese reads what is wrong in Chinese', async () => {
    const { thirdLead, newTask } = at();
    await thirdLead.opensForm(newTask().task_id);
    await thirdLead.fills({ reason: '晚间节目' });
    thirdLead.attaches('list.txt', 'a.mp4');

    expect(await thirdLead.triesToSubmit()).toMatchObject({
      errors: { source_file: expect.stringContaining('文件第 1 行') as string },
    });
  });
});

const manifest = parse(readFileSync('manifest.yml', 'utf8')) as {
  oauth_config: { scopes: { bot: string[] } };
};

story(
  'An app that was installed before it could read files',
  (at) => {
    test('has the form without a field for files', async () => {
      const { operator, newTask, cardOf } = at();
      await operator.opensForm(newTask().task_id);

      expect(operator.sees()).not.toContain('from a file');
      await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
      expect((await cardOf(await operator.submits())).text()).toContain('4 rounds');
    });
  },
  {
    ...OWN_DESK,
    slack: {
      manifest: {
        ...manifest,
        oauth_config: {
          scopes: { bot: manifest.oauth_config.scopes.bot.filter((one) => one !== 'files:read') },
        },
      },
    },
  },
);
