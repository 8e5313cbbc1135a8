import { expect, test } from 'vitest';
import { CHANNELS, CLOUD_USER, SECRETS } from '#sandbox/cast.ts';
import { type Desk, story } from './desk.ts';

const held = 'heldKey4f1c9';
const wanted = 'wantedKey77ab';
const pushed = 'pushKey90de2';
const cloud = [CLOUD_USER.password, SECRETS.botToken, SECRETS.appToken, SECRETS.signingSecret];

const messagesOf = ({ slack }: Desk): string =>
  JSON.stringify([CHANNELS.leads.id, CHANNELS.ops.id].map((id) => slack.channel(id).messages()));

const leaksIn = (text: string): readonly string[] =>
  [held, wanted, pushed, ...cloud].filter((secret) => text.includes(secret));

story(
  'The signing key in a source URL',
  (at) => {
    test('is on no card, in no review, in no log line and in no audit entry', async () => {
      const { operator, lead, newTask, live, putsOf, opsChannel, store, logs } = at();
      const task = newTask({
        source_urls: [`https://media.example.com/one.mp4?auth_key=${held}`],
        destination_url: `rtmp://partner.example.net/live/one?key=${pushed}`,
      });
      const url = `https://media.example.com/two.mp4?Signature=${wanted}#${wanted}`;

      const card = await operator.asksFor(task, { source_urls: url });
      const review = await lead.reviews(card);
      await lead.decides('approve');
      await card.says('Applied');
      await opsChannel.says('Applied', card.request);
      const refused = await operator.asksFor(task, {
        source_urls: `https://media.example.com/three.mp4?auth_key=${wanted}`,
      });
      const body = { error_code: 'LIVE.100011001', error_msg: `Invalid: ${url}`, request_id: '1' };
      live.fail({ on: 'PUT', with: { status: 400, body } });
      await lead.approves(refused);
      await refused.says('Failed', 'LIVE.100011001');
      await opsChannel.says('Failed', refused.request);

      expect(putsOf(task)[0]?.body).toMatchObject({ source_urls: [url] });
      expect(card.text()).toContain('https://media.example.com/two.mp4?…');
      expect(leaksIn(messagesOf(at()))).toEqual([]);
      expect(leaksIn(review)).toEqual([]);
      await expect.poll(() => logs().join('\n')).toContain('Live API call');
      expect(leaksIn(logs().join('\n'))).toEqual([]);
      const audit = await store.audit();
      expect(audit).toContain(card.request);
      expect(leaksIn(audit)).toEqual([]);
    });

    test('that changed is shown as changed', async () => {
      const { operator, newTask } = at();
      const task = newTask({ source_urls: [`https://media.example.com/one.mp4?k=${held}`] });

      const card = await operator.asksFor(task, {
        source_urls: `https://media.example.com/one.mp4?k=${wanted}`,
      });

      const marks = [...card.text().matchAll(/one\.mp4\?…(\w{6})/g)].map(([, mark]) => mark);
      expect(new Set(marks).size).toBe(2);
    });
  },
  { env: { LOG_LEVEL: 'debug' } },
);
