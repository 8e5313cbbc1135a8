import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { readable } from './readable.ts';
import { listen } from './testing-app.ts';
import { httpBot, openSlack, socketBot, type Bot } from './testing.ts';

describe.each([
  ['Socket Mode', socketBot],
  ['signed HTTP', httpBot],
])('a Bolt app over %s', (_name, start) => {
  let slack: SimulatedSlack;
  let bot: Bot;

  beforeEach(async () => {
    slack = await openSlack();
    bot = await start(slack, listen);
  });

  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  it('answers a command in its acknowledgement', async () => {
    const ran = await slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' });

    expect(ran).toMatchObject({
      response: { text: 'Hello, <@U0ANN>', user: 'U0ANN', from: 'ack' },
    });
    expect(slack.faults()).toEqual([]);
  });

  it('answers later through the response_url', async () => {
    const ann = slack.person('U0ANN');

    await ann.runs('/desk later', { channel: 'C0OPS' });

    const answer = await slack.until(() => ann.ephemerals()[0], 'an answer');
    expect(answer).toMatchObject({ text: 'Later', from: 'response_url' });
  });

  it('tells the person when no acknowledgement comes', async () => {
    const ann = slack.person('U0ANN');

    const ran = await ann.runs('/desk slow', { channel: 'C0OPS' });

    expect(ran).toEqual({ timedOut: true, error: 'operation_timeout' });
    expect(ann.ephemerals()[0]?.text).toContain('operation_timeout');
  });

  it('opens a modal, keeps what was typed through an update, and takes the submission', async () => {
    const ann = slack.person('U0ANN');
    await ann.runs('/desk form', { channel: 'C0OPS' });
    await ann.untilModal('form');

    await ann.types('name', 'Ann');
    await ann.types('more', 'yes');
    const longer = await ann.untilModal((modal) => modal.title === 'Longer');

    expect(longer.state['name']).toEqual({ value: { type: 'plain_text_input', value: 'Ann' } });
    expect(await ann.submits()).toEqual({ closed: true });
    expect(ann.modal()).toBeUndefined();
    expect(slack.faults()).toEqual([]);
  });

  it('shows errors under fields: its own first, then those of the bot', async () => {
    const ann = slack.person('U0ANN');
    await ann.runs('/desk form', { channel: 'C0OPS' });
    await ann.untilModal('form');

    expect(await ann.submits()).toEqual({
      errors: { name: 'Please complete this required field.' },
    });
    expect(slack.deliveries().filter(({ body }) => body['type'] === 'view_submission')).toEqual([]);

    await ann.types('name', 'nobody');
    expect(await ann.submits()).toEqual({ errors: { name: 'Who is that?' } });

    await ann.types('name', 'wrong');
    await ann.submits();
    expect(slack.faults()[0]).toContain('errors that Slack would not show');
  });

  it('pushes views up to three and closes them one by one', async () => {
    const ann = slack.person('U0ANN');
    await ann.runs('/desk form', { channel: 'C0OPS' });
    await ann.untilModal('form');
    await ann.types('name', 'next');

    expect(await ann.submits()).toMatchObject({ pushed: { title: 'Pushed' } });

    expect(await ann.closes()).toMatchObject({ ackMs: expect.any(Number) as number });
    expect(ann.modal()?.title).toBe('Form');
  });

  it('searches in an external select and picks what was offered', async () => {
    const ann = slack.person('U0ANN');
    await ann.runs('/desk form', { channel: 'C0OPS' });
    await ann.untilModal('form');

    const options = await ann.searches('task', 'n1');
    await ann.picks('task', 'n1');

    expect(options).toHaveLength(1);
    expect(ann.modal()?.state['task']?.['value']).toMatchObject({
      selected_option: { value: 'n1' },
    });
    await expect(ann.picks('task', 'n2')).rejects.toThrow('not among n1');
  });

  it('presses a button on a message, through its confirmation', async () => {
    const ben = slack.person('U0BEN');
    await slack.person('U0ANN').runs('/desk card', { channel: 'C0OPS' });
    const card = await slack.until(() => slack.channel('C0OPS').messages()[0], 'the card');

    expect(await ben.presses(card, 'approve', { confirm: false })).toMatchObject({
      declined: true,
    });
    const pressed = await ben.presses(card, 'approve');
    await slack.until(() => ben.ephemerals()[0], 'an answer');

    expect(pressed.dialog).toMatchObject({ text: { text: 'Sure?' } });
    expect(slack.channel('C0OPS').messages().map(readable)).toEqual(['Done']);
    expect(ben.ephemerals()[0]?.text).toBe('You approved R-1');
  });

  it('presses a button on an ephemeral message, which is then replaced', async () => {
    const ann = slack.person('U0ANN');
    await ann.runs('/desk ask', { channel: 'C0OPS' });
    const asked = await slack.until(() => ann.ephemerals()[0], 'a question');

    await expect(slack.person('U0BEN').presses(asked, 'undo')).rejects.toThrow('only its reader');
    await ann.presses(asked, 'undo');

    await slack.until(() => ann.ephemerals()[0]?.text === 'Undone', 'the answer');
    expect(ann.ephemerals()).toHaveLength(1);
  });

  it('gets messages of channels that it is in', async () => {
    await slack.person('U0ANN').writes('ping', { channel: 'C0OPS' });

    const pong = await slack.until(() => slack.channel('C0OPS').messages()[1], 'an answer');
    expect(pong).toMatchObject({ text: 'pong', user: 'U0BOT' });
  });

  it('gets a click on an old card without buttons', async () => {
    const ben = slack.person('U0BEN');
    await ben.runs('/desk card', { channel: 'C0OPS' });
    const old = await slack.until(() => slack.channel('C0OPS').messages()[0], 'the card');
    await ben.presses(old, 'approve');
    await slack.until(() => slack.channel('C0OPS').messages()[0]?.text === 'Done', 'the update');

    expect(await ben.presses(old, 'approve')).toMatchObject({
      ackMs: expect.any(Number) as number,
    });
    const now = slack.channel('C0OPS').messages()[0] ?? old;
    await expect(ben.presses(now, 'approve')).rejects.toThrow('nothing called approve');
  });

  it('publishes a home when it is opened', async () => {
    const ann = slack.person('U0ANN');

    await ann.opensHome();

    const home = await slack.until(() => ann.home(), 'a home');
    expect(home.blocks).toHaveLength(1);
  });

  it('hears shortcuts', async () => {
    const ann = slack.person('U0ANN');

    await ann.usesShortcut('new_thing');
    await ann.untilModal('form');
    const message = await ann.writes('hm', { channel: 'C0OPS' });
    await ann.usesMessageShortcut('about_message', message);

    await slack.until(() => ann.ephemerals()[0], 'an answer');
    expect(slack.faults()).toEqual([]);
  });
});

it('takes a Bolt app back after Slack has asked it to reconnect', async () => {
  const slack = await openSlack();
  const bot = await socketBot(slack, listen, { clientPingTimeout: 50 });

  slack.disconnectSockets('ask');
  await slack.until(() => slack.connections() === 0, 'the old connection gone');
  await slack.until(() => slack.connections() === 1, 'a new connection');
  const ran = await slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' });
  await bot.stop();
  await slack.stop();

  expect(ran).toMatchObject({ response: { text: 'Hello, <@U0ANN>' } });
});
