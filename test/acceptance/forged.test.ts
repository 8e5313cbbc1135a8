import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE, SECRETS } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { OWN_DESK, type Desk, MINUTE_MS, openDesk, story } from './desk.ts';

/** An invalid URL, which no client would send. */
const sendsRaw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().split('\r\n', 1)[0] ?? '');
    });
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('the line was cut')));
  });

const FORM = 'application/x-www-form-urlencoded';

describe('Deliveries that are not from Slack', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ transport: 'http' });
  });
  afterAll(() => desk.close());

  const signed = (body: string, atMs: number): Record<string, string> => {
    const stamp = String(Math.floor(atMs / 1000));
    const mac = createHmac('sha256', SECRETS.signingSecret).update(`v0:${stamp}:${body}`);
    return {
      'content-type': FORM,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${mac.digest('hex')}`,
    };
  };

  test.each([
    ['without a signature', (): Record<string, string> => ({ 'content-type': FORM })],
    [
      'with a signature of something else',
      (): Record<string, string> => signed('another body', Date.now()),
    ],
    [
      'signed with another secret',
      (body: string): Record<string, string> => ({
        ...signed(body, Date.now()),
        'x-slack-signature': `v0=${'0'.repeat(64)}`,
      }),
    ],
    [
      'signed more than five minutes ago',
      (body: string): Record<string, string> => signed(body, Date.now() - 6 * MINUTE_MS),
    ],
    [
      'signed for a time to come',
      (body: string): Record<string, string> => signed(body, Date.now() + 6 * MINUTE_MS),
    ],
  ])('%s are turned away, and nothing is decided by them', async (_how, headersFor) => {
    const { operator, lead, newTask, putsOf, slack, bot } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    await slack.person(lead.id).types('decision', 'approve');
    // The lead's own click, intercepted before it arrives.
    slack.setTransport({ kind: 'http', url: 'http://127.0.0.1:9/' });
    await slack.person(lead.id).submits();
    slack.setTransport({ kind: 'http', url: `${bot().url}/slack/events` });
    const click = slack.workspace.deliveries.at(-1)?.body;
    const body = new URLSearchParams({ payload: JSON.stringify(click) }).toString();

    const answer = await fetch(`${bot().url}/slack/events`, {
      method: 'POST',
      headers: headersFor(body),
      body,
    });

    expect(answer.status).toBe(401);
    await desk.isQuiet();
    expect(card.text()).toContain('needs 1 approval');
    expect(putsOf(task)).toEqual([]);
  });

  test.each(
    [
      'null',
      '5',
      'true',
      '"text"',
      '[]',
      '[null]',
      '{}',
      '{',
      '',
      '{"event":null}',
      '{"event":5}',
      '{"event":{"type":null}}',
      '{"event":{"type":"app_home_opened","channel":null,"item":null}}',
      '{"type":"app_rate_limited","minute_rate_limited":1}',
      '{"type":"block_actions","actions":[]}',
      '{"type":"block_actions","actions":[null]}',
      '{"type":"block_actions","actions":5}',
      '{"type":"view_submission","view":null}',
      '{"type":"block_suggestion"}',
      '{"command":{},"user_id":[]}',
      '{"__proto__":{"command":"/relay"}}',
      '['.repeat(100_000),
    ].map((body) => ({ body, start: body.slice(0, 60) })),
  )('$start, signed, is no reason to end', async ({ body }) => {
    const { bot, operator } = desk;
    const sent = (text: string, type: string): Promise<Response> =>
      fetch(`${bot().url}/slack/events`, {
        method: 'POST',
        headers: { ...signed(text, Date.now()), 'content-type': type },
        body: text,
      });

    const answers = await Promise.all([
      sent(body, 'application/json'),
      sent(new URLSearchParams({ payload: body }).toString(), FORM),
    ]);

    expect(answers.map(({ status }) => status).filter((status) => status < 200)).toEqual([]);
    expect(await operator.types('/relay help')).toContain('/relay modify');
  });

  test('a link that something opens decides nothing and harms nobody', async () => {
    const { operator, newTask, putsOf, bot } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    const urls = [...messageText(card.now()).matchAll(/https?:\/\/[^\s|>]+/g)].map(([url]) => url);

    const answers = await Promise.all(
      ['', `?request=${card.request}&decision=approve`].map((query) =>
        fetch(`${bot().url}/slack/events${query}`),
      ),
    );
    const statusLine = await sendsRaw(bot().port, 'GET // HTTP/1.1\r\nHost: x\r\n\r\n');

    expect(urls).toEqual([]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(statusLine).toContain('404');
    expect(card.text()).toContain('needs 1 approval');
    expect(putsOf(task)).toEqual([]);
  });
});

story(
  'Somebody pretends',
  (at) => {
    test('the name of a lead: only the id counts', async () => {
      const { operator, outsider, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const { name, handle } = PEOPLE.lead;
      slack.changePerson(outsider.id, { name, handle });

      const review = await outsider.reviews(card);

      expect(review).toContain('You are not an approver of this project');
      expect(review).not.toContain('[Decide]');
    });

    test("a card changed with the bot's token: only the store counts", async () => {
      const { operator, lead, newTask, putsOf, slack } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      const message = slack.workspace.findMessage(card.asPosted.channel, card.asPosted.ts);
      if (!message) throw new Error('the card is gone');
      const digest = /R-\d+ \d+ ([0-9a-f]{64})/.exec(JSON.stringify(message.blocks))?.[1] ?? '';
      // What a thief can change: the text, the value of a button, the metadata.
      message.text = `${card.request} approved by everybody`;
      message.blocks = JSON.parse(
        JSON.stringify(message.blocks).replaceAll(digest, '0'.repeat(64)).replaceAll('-1', '99'),
      );

      const review = await lead.reviews(card);

      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(review).toContain('needs 1 approval');
      expect(review).toContain(digest);
      expect(review).toContain('Rounds: until the end → 4 rounds');
      await lead.decides('approve');
      await card.says('Applied');
      expect(putsOf(task).map(({ body }) => body)).toEqual([
        expect.objectContaining({ vod_loop_time: '4' }),
      ]);
    });

    test('cards and their threads are posted without previews of links', async () => {
      const { operator, lead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.approves(card);
      await card.says('Applied');

      const posted = slack.workspace.calls.filter(({ method }) => method === 'chat.postMessage');
      expect(posted.length).toBeGreaterThan(1);
      expect(
        posted.filter(
          ({ args }) =>
            String(args['unfurl_links']) !== 'false' || String(args['unfurl_media']) !== 'false',
        ),
      ).toEqual([]);
    });
  },
  OWN_DESK,
);
