import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SimulatedSlack } from './index.ts';
import { fieldsOf, type Fields } from './json.ts';
import { appToken, call, httpBot, openSlack } from './testing.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const view = { type: 'modal', callback_id: 'v', title: plain('V'), blocks: [{ type: 'divider' }] };
const C0OPS = { channel: 'C0OPS' };

type Answer = (envelope: Fields, socket: WebSocket) => void;
const ack: Answer = (envelope, socket) =>
  socket.send(JSON.stringify({ envelope_id: envelope['envelope_id'] }));

/** A Socket Mode client of a few lines, to see the envelopes themselves. */
const connect = async (
  slack: SimulatedSlack,
  seen: Fields[],
  answer: Answer = ack,
): Promise<WebSocket> => {
  const { url } = await call(slack, 'apps.connections.open', {}, appToken);
  const socket = new WebSocket(String(url));
  socket.on('message', (data: Buffer) => {
    const envelope = JSON.parse(data.toString()) as Fields;
    seen.push(envelope);
    if (envelope['envelope_id'] !== undefined) answer(envelope, socket);
  });
  await once(socket, 'message');
  return socket;
};

const payload = (seen: readonly Fields[]): Fields => fieldsOf(seen.at(-1)?.['payload']);
const trigger = (seen: readonly Fields[]): unknown => payload(seen)['trigger_id'];

describe('delivery to the bot', () => {
  let slack: SimulatedSlack;
  let nowMs = 1_790_000_000_000;

  beforeEach(async () => {
    slack = await openSlack({ eventRetryDelaysMs: [0, 10], now: () => nowMs });
  });

  afterEach(() => slack.stop());

  it('says hello and lets a ticket in once', async () => {
    const { url } = await call(slack, 'apps.connections.open', {}, appToken);
    const first = new WebSocket(String(url));
    await slack.until(() => slack.connections() === 1, 'a connection');
    const second = new WebSocket(String(url));
    const refused = await new Promise((resolve) => second.on('error', resolve));

    expect(String(refused)).toContain('401');
    first.close();
  });

  it('spreads payloads over connections', async () => {
    const one: Fields[] = [];
    const two: Fields[] = [];
    await connect(slack, one);
    await connect(slack, two);

    await slack.person('U0ANN').runs('/desk', C0OPS);
    await slack.person('U0ANN').runs('/desk', C0OPS);

    expect([one.length, two.length]).toEqual([2, 2]);
  });

  it('sends an event again if its connection ended before the acknowledgement', async () => {
    const one: Fields[] = [];
    const two: Fields[] = [];
    await connect(slack, one, (_envelope, socket) => socket.terminate());
    await connect(slack, two);

    await slack.person('U0ANN').opensHome();

    expect(slack.deliveries().at(-1)).toMatchObject({ kind: 'events_api', outcome: 'acked' });
    expect(two.at(-1)).toMatchObject({
      envelope_id: one.at(-1)?.['envelope_id'],
      retry_attempt: 1,
    });
  });

  it('refuses the eleventh connection', async () => {
    for (let index = 0; index < 10; index += 1) await connect(slack, []);
    const seen: Fields[] = [];
    await connect(slack, seen);

    expect(seen[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  });

  it('repeats the last envelope when asked', async () => {
    const seen: Fields[] = [];
    await connect(slack, seen);
    await slack.person('U0ANN').runs('/desk', C0OPS);

    await slack.redeliverLast();

    expect(seen[2]).toMatchObject({ envelope_id: seen[1]?.['envelope_id'], retry_attempt: 1 });
  });

  it('tells the person when no bot is connected', async () => {
    const ran = await slack.person('U0ANN').runs('/desk', C0OPS);

    expect(ran).toEqual({ timedOut: true, error: 'dispatch_failed' });
  });

  it('reports changed user groups only to subscribers', async () => {
    const seen: Fields[] = [];
    await connect(slack, seen);

    await slack.changeUsergroup('S0LEADS', ['U0ANN']);

    expect(seen[1]).toMatchObject({
      type: 'events_api',
      payload: {
        event: {
          type: 'subteam_members_changed',
          added_users: ['U0ANN'],
          removed_users: ['U0BEN'],
        },
      },
    });
  });

  /** A bot of a few lines that answers each delivery with the next of these statuses. */
  const answering = async (...answers: readonly { status: number; headers?: object }[]) => {
    const heard: Fields[] = [];
    const server = createServer((request, response) => {
      const { status, headers = {} } = answers[heard.length] ?? { status: 200 };
      heard.push({ ...request.headers });
      request.resume();
      response.writeHead(status, { ...headers }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    slack.setTransport({ kind: 'http', url: `http://127.0.0.1:${port}/slack/events` });
    return { heard, stop: () => server.close() };
  };

  it('retries events over HTTP, with number and reason', async () => {
    const bot = await answering({ status: 500 }, { status: 500 });

    await slack.changeUsergroup('S0LEADS', []);
    await slack.until(() => bot.heard.length === 3, 'two retries');
    bot.stop();

    expect(bot.heard[0]).not.toHaveProperty('x-slack-retry-num');
    expect(bot.heard.slice(1)).toMatchObject([
      { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' },
      { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_error' },
    ]);
    const tries = slack.deliveries();
    expect(tries.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
    expect(new Set(tries.map(({ body }) => body['event_id'])).size).toBe(1);
  });

  it('retries neither clicks nor events that the bot does not want again', async () => {
    const bot = await answering(
      { status: 500, headers: { 'x-slack-no-retry': '1' } },
      { status: 500 },
    );

    await slack.changeUsergroup('S0LEADS', []);
    const ran = await slack.person('U0ANN').runs('/desk', C0OPS);
    await new Promise((resolve) => setImmediate(resolve));
    bot.stop();

    expect(ran).toEqual({ timedOut: true, error: 'dispatch_failed' });
    expect(slack.deliveries().map(({ attempt }) => attempt)).toEqual([0, 0]);
  });

  it('signs what it sends over HTTP', async () => {
    const bot = await httpBot(slack, (app) =>
      app.command('/desk', ({ ack: answer }) => answer('Signed')),
    );

    const ran = await slack.person('U0ANN').runs('/desk', C0OPS);
    await bot.stop();

    expect(ran).toMatchObject({ response: { text: 'Signed' } });
  });

  it('opens one modal for one trigger, within three seconds', async () => {
    const seen: Fields[] = [];
    await connect(slack, seen);
    const ann = slack.person('U0ANN');

    await ann.runs('/desk', C0OPS);
    const opened = await call(slack, 'views.open', { trigger_id: trigger(seen), view });
    const twice = await call(slack, 'views.open', { trigger_id: trigger(seen), view });
    await ann.runs('/desk', C0OPS);
    nowMs += 3001;
    const late = await call(slack, 'views.open', { trigger_id: trigger(seen), view });

    expect(opened).toMatchObject({ ok: true });
    expect(twice).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(late).toMatchObject({ error: 'expired_trigger_id' });
    expect(ann.modal()?.title).toBe('V');
  });

  it('keeps a stack of three and compares hashes', async () => {
    const seen: Fields[] = [];
    await connect(slack, seen);
    const ann = slack.person('U0ANN');
    const push = async (method: string): Promise<Fields> => {
      await ann.runs('/desk', C0OPS);
      return call(slack, method, { trigger_id: trigger(seen), view });
    };

    const opened = await push('views.open');
    await push('views.push');
    await push('views.push');
    const fourth = await push('views.push');
    const { id, hash } = opened['view'] as Fields;
    const update = { view_id: id, hash, view };
    const first = await call(slack, 'views.update', update);
    const second = await call(slack, 'views.update', update);

    expect(fourth).toMatchObject({ error: 'push_limit_reached' });
    expect([first['ok'], second['error']]).toEqual([true, 'hash_conflict']);
  });

  it('lets a response_url be used five times in thirty minutes', async () => {
    const seen: Fields[] = [];
    await connect(slack, seen);
    await slack.person('U0ANN').runs('/desk', C0OPS);
    const url = String(payload(seen)['response_url']);
    const use = () =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"text":"x"}',
      });

    const statuses = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await use()).status);
    nowMs += 31 * 60_000;

    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(await (await use()).json()).toMatchObject({ error: 'expired_url' });
    expect(slack.person('U0ANN').ephemerals()).toHaveLength(5);
  });

  it('shows the current state when a wait times out', async () => {
    await call(slack, 'chat.postMessage', { ...C0OPS, text: 'something else' });

    const wait = slack.until(() => undefined, 'the card', { timeoutMs: 20 });

    await expect(wait).rejects.toThrow(
      /waiting for the card[\s\S]*something else[\s\S]*chat.postMessage ok/,
    );
  });
});
