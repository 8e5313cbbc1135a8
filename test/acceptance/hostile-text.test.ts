import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { type Desk, story } from './desk.ts';

const RIGHT_TO_LEFT = '\u202e';
const ZERO_WIDTH = '\u200b';
const hostile = [
  '<!channel> <!here> <!everyone> @channel',
  `<@${PEOPLE.lead.id}> <!subteam^S0LEADS> <#${CHANNELS.ops.id}>`,
  '<https://evil.example.com|Approved by Lena> <!date^1^{date}^https://evil.example.com|now>',
  '```\nend of the code\n``` `code` *bold* _italic_ ~gone~ &lt;!channel&gt;',
  `approved${RIGHT_TO_LEFT}gpj.exe and ${ZERO_WIDTH}nothing`,
].join('\n');

/** Everything the bot posted that Slack would read as a mention. */
const mentionsOf = ({ slack }: Desk, request: string): readonly string[] =>
  [CHANNELS.leads.id, CHANNELS.ops.id]
    .flatMap((id) => slack.channel(id).messages())
    .flatMap((message) => [message, ...message.replies])
    .filter((message) => JSON.stringify(message.metadata ?? {}).includes(`"${request}"`))
    .flatMap(({ mentions }) => mentions.map(({ kind, id }) => `${kind} ${id}`));

const allowed = [`user ${PEOPLE.operator.id}`, `user ${PEOPLE.lead.id}`];

story('Hostile text', (at) => {
  test('in the reason appears on card and review as visible text', async () => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' }, hostile);

    const review = await lead.reviews(card);

    for (const text of [card.text(), review]) {
      expect(text).toContain('<!channel> <!here>');
      expect(text).toContain('[U+202E]gpj.exe');
      expect(text).toContain('[U+200B]nothing');
      expect(text).not.toContain(RIGHT_TO_LEFT);
    }
    expect(new Set(mentionsOf(at(), card.request))).toEqual(new Set([allowed[0]]));
    expect(card.now()).toMatchObject({ unfurl_links: false, unfurl_media: false });
  });

  test.each([
    ['of markup', `${'<&>'.repeat(332)}end`],
    ['that cannot be seen', `${ZERO_WIDTH.repeat(996)}end`],
    ['in lines of their own', `${'x\n'.repeat(498)}end`],
  ])('of a thousand characters %s is shown whole', async (_what, reason) => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' }, reason);

    const review = await lead.reviews(card);

    const shown = reason.replaceAll(ZERO_WIDTH, '[U+200B]');
    expect(card.text()).toContain(shown);
    expect(review).toContain(shown);
  });

  test('in a note mentions nobody and does not displace what follows it', async () => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

    await lead.rejects(card, `${hostile}${'<'.repeat(1_000 - hostile.length)}`);

    const told = await card.threadSays('rejected');
    expect(told).toContain('<!channel> <!here>');
    expect(told).toContain('Nothing was run. @Olga Operator');
    expect(mentionsOf(at(), card.request).filter((who) => !allowed.includes(who))).toEqual([]);
  });

  test('that only looks like a URL is no link', async () => {
    const { operator, lead, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

    await lead.rejects(card, 'See evil.example.com/login and https://evil.example.com');

    const told = await card.threadSays('rejected');
    expect(told).toContain('See evil.example.com/login and https://evil.example.com');
    expect(told).not.toContain('<http');
  });

  test('in a URL is shown as it is sent, or refused', async () => {
    const { operator, lead, newTask, putsOf } = at();
    const task = newTask();
    const urls = [
      'https://media.example.com/*bold*_and_~gone~/!channel.mp4',
      'https://media.example.com/@channel/(U0LEAD)/$&.mp4',
    ];

    const card = await operator.asksFor(task, { source_urls: urls.join('\n') });
    await lead.approves(card);

    expect(await card.says('Applied')).toContain(urls[0]);
    expect(putsOf(task).map(({ body }) => body)).toMatchObject([{ source_urls: urls }]);
    await operator.opensForm(newTask().task_id);
    await operator.fills({
      source_urls: `https://media.example.com/<!channel>\nhttps://media.example.com/a${ZERO_WIDTH}b`,
      reason: 'Trying',
    });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: { source_urls: expect.stringMatching(/Line 1: .*Line 2: .*\[U\+200B\]/) as string },
    });
    expect(mentionsOf(at(), card.request).filter((who) => !allowed.includes(who))).toEqual([]);
  });

  test("in the API's answer mentions nobody", async () => {
    const { operator, lead, newTask, live, opsChannel } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });
    const body = {
      error_code: 'LIVE.100011001',
      error_msg: '<!channel> ``` <https://evil.example.com|click> `',
      request_id: '<!here>',
    };
    live.fail({ on: 'PUT', with: { status: 400, body } });

    await lead.approves(card);

    await opsChannel.says('Failed', card.request, '<!channel> ```');
    await card.threadSays('Failed');
    expect(mentionsOf(at(), card.request).filter((who) => !allowed.includes(who))).toEqual([]);
  });

  test('in the names of a task does no harm', async () => {
    const { operator, lead, newTask } = at();
    const task = newTask({ app_name: '<!channel>', stream_name: `*x*${RIGHT_TO_LEFT}` });
    const card = await operator.asksFor(task, { vod_loop_time: '2' });

    await lead.approves(card);

    await card.says('Applied', '<!channel>/*x*[U+202E]');
    await card.threadSays('Applied');
    expect(mentionsOf(at(), card.request).filter((who) => !allowed.includes(who))).toEqual([]);
  });
});
