import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as UndiciSocket } from 'undici';
import { WebSocket } from 'ws';
import type { SimulatedSlack } from './index.ts';
import { MET_GOODBYE } from './socket-transport.ts';
import { appToken, call, openSlack } from './testing.ts';

/** A bot over Socket Mode as it is on the wire. */
const dial = async (slack: SimulatedSlack) => {
  const { url } = await call(slack, 'apps.connections.open', {}, appToken);
  const socket = new WebSocket(String(url));
  const heard: unknown[] = [];
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString())));
  socket.on('error', () => undefined);
  return { socket, heard };
};

describe('Socket Mode on the wire', () => {
  let slack: SimulatedSlack;
  beforeEach(async () => {
    slack = await openSlack({ ackTimeoutMs: 1_000 });
  });
  afterEach(() => slack.stop());

  it.each(['the bot', 'Slack'])(
    'leaves TCP open after a closing handshake that %s began',
    async (who) => {
      const { url } = await call(slack, 'apps.connections.open', {}, appToken);
      // Unlike that of the package `ws`, this client leaves it to the server to end TCP.
      const socket = new UndiciSocket(String(url));
      await new Promise((resolve) => {
        socket.addEventListener('message', resolve);
      });

      if (who === 'Slack') slack.disconnectSockets('close');
      else socket.close();
      await slack.until(() => slack.connections() === 0, 'that no click is sent over it');
      await setTimeout(100);

      expect(slack.tcpConnections()).toBe(1);
      expect(socket.readyState).toBe(WebSocket.CLOSING);
    },
  );

  it('ends a connection without a close frame', async () => {
    const { socket } = await dial(slack);
    await slack.until(() => slack.connections() === 1, 'a connection');
    const closed = once(socket, 'close');

    slack.disconnectSockets('fin');

    expect((await closed)[0]).toBe(1006);
    expect(slack.connections()).toBe(0);
  });

  it('can fail connections in several ways, one after another', async () => {
    slack.nextOpenings('no_upgrade', 'no_hello', { status: 408 });

    const [silent, mute, refused, good] = [
      await dial(slack),
      await dial(slack),
      await dial(slack),
      await dial(slack),
    ];
    const [, response] = (await once(refused.socket, 'unexpected-response')) as [
      unknown,
      IncomingMessage,
    ];
    await slack.until(() => good.heard.length > 0, 'hello');

    expect(response.statusCode).toBe(408);
    expect(silent.socket.readyState).toBe(WebSocket.CONNECTING);
    expect(mute.heard).toEqual([]);
    expect(slack.connections()).toBe(1);
    for (const { socket } of [silent, mute, good]) socket.terminate();
  });

  it('does not repeat a click whose connection was lost: the person sees an error', async () => {
    const { socket } = await dial(slack);
    await slack.until(() => slack.connections() === 1, 'a connection');
    const ran = slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' });
    const { heard } = await dial(slack);
    await slack.until(() => slack.connections() === 2, 'another connection');

    socket.terminate();

    expect(await ran).toMatchObject({ error: 'operation_timeout' });
    expect(heard).toEqual([expect.objectContaining({ type: 'hello' })]);
  });

  it('tells a click that the bot has left lying from one that met its goodbye', async () => {
    const { socket } = await dial(slack);
    await slack.until(() => slack.connections() === 1, 'a connection');

    const lying = await slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' });
    const met = slack.person('U0ANN').runs('/desk hello', { channel: 'C0OPS' });
    socket.close();

    expect(lying).toMatchObject({ error: 'operation_timeout' });
    expect(await met).toMatchObject({ error: 'operation_timeout' });
    expect(slack.deliveries().map(({ reason }) => reason)).toEqual([undefined, MET_GOODBYE]);
  });

  it('announces held-back events with an envelope without an event', async () => {
    const { socket, heard } = await dial(slack);
    await slack.until(() => slack.connections() === 1, 'a connection');
    const limited = slack.limitEvents();
    await slack.until(() => heard.length === 2, 'the envelope');
    const { envelope_id: id, ...envelope } = heard[1] as Record<string, unknown>;

    socket.send(JSON.stringify({ envelope_id: id }));

    expect((await limited).kind).toBe('acked');
    expect(envelope).toMatchObject({
      type: 'events_api',
      payload: { type: 'app_rate_limited', team_id: 'T0TEAM' },
    });
    expect(envelope['payload']).not.toHaveProperty('event');
  });
});
