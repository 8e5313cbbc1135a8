import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { story } from './desk.ts';

story('Watching how changes turn out', (at) => {
  /** Somebody subscribes the channel of the cards, where outcomes otherwise appear only in threads. */
  const asksInLeads = (line: string) =>
    at().slack.person(PEOPLE.lead.id).runs(line, { channel: CHANNELS.leads.id });

  test('subscribed channels are told an outcome once, and nobody is notified', async () => {
    const { operator, lead, newTask, live, leadsChannel } = at();
    const [task, other] = [newTask(), newTask()];
    await asksInLeads(`/relay watch live/${task.stream_name} applied failed`);
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    const failing = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { status: 400, body: { error_code: 'LIVE.100011001' } } });
    await lead.approves(failing);
    await leadsChannel.says(`Failed: ${failing.request},`, 'The card and its thread');

    const unheard = await operator.asksFor(other, { vod_loop_time: '4' });
    await lead.approves(unheard);
    await unheard.says('Applied');
    const next = await operator.asksFor(task, { vod_loop_time: '5' });
    await lead.approves(next);

    const told = await leadsChannel.says(`Applied: ${next.request},`);
    expect(told).not.toContain('@');
    await at().isQuiet();
    expect(leadsChannel.count(`Applied: ${next.request},`)).toBe(1);
    expect(leadsChannel.count(`Failed: ${failing.request},`)).toBe(1);
    expect(leadsChannel.count(`Applied: ${unheard.request},`)).toBe(0);
  });

  test('a change that met another one is reported as stale', async () => {
    const { operator, lead, newTask, live, leadsChannel } = at();
    const task = newTask();
    await asksInLeads(`/relay watch live/${task.stream_name} stale`);
    await leadsChannel.says('subscribed this channel to', `${task.stream_name}*`);
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { vod_loop_time: '9' });

    await lead.approves(card);

    await leadsChannel.says(
      `Not run, because the task changed after this was requested: ${card.request},`,
    );
  });

  test('the ops channel gets every outcome anyway and cannot subscribe to them', async () => {
    const task = at().newTask();

    await at().operator.types(`/relay watch live/${task.stream_name} applied`);

    await at().operator.isTold('already gets the outcome');
    await at().isQuiet();
    expect(
      at()
        .opsChannel.texts()
        .some((text) => text.includes(`${task.stream_name}*`)),
    ).toBe(false);
  });
});
