import { expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { story } from './desk.ts';

const { leads } = CHANNELS;

story('Links between what is posted', (at) => {
  test('the result links to the card, and a closed card links to itself', async () => {
    const { operator, lead, opsChannel, newTask, slack } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Applied');

    const result = await opsChannel.says('Applied', card.request);

    const link = `https://sandbox.slack.com/archives/${leads.id}/p${card.now().ts.replace('.', '')}`;
    expect(result).toContain(`<${link}|The card and its thread> in #${leads.name}`);
    expect(card.text()).toContain(`<${link}|${card.request}>`);
    expect(card.text()).toContain('approved by @Lena Lead');
    expect(card.text()).not.toContain('Review…');
    // None of that took a call.
    expect(slack.calls().map(({ method }) => method)).not.toContain('chat.getPermalink');
  });
});
