import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '#sandbox/free-port.ts';
import { createCertificate } from '#sandbox/certificate.ts';
import { startProxy, startTlsFront } from '#sandbox/proxy.ts';
import { type Desk, openDesk } from './desk.ts';
import { diagnosis } from './doctor.ts';

const SLACK = 'slack.example.test';
const LIVE = 'live.example.test';
const CREDENTIALS = 'relaydesk:through-the-wall';

const folder = mkdtempSync(join(tmpdir(), 'relaydesk-proxies-'));
const caFile = join(folder, 'ca.pem');
const certificate = createCertificate(Date.now(), [SLACK, LIVE]);
writeFileSync(caFile, certificate.cert);
afterAll(() => rmSync(folder, { recursive: true }));

/** A bot that reaches Slack and the cloud by names that only the proxy knows, over TLS. */
const openBehindWall = async (more: Readonly<Record<string, string>> = {}) => {
  const [slackPort, livePort] = [await freePort(), await freePort()];
  const slackFront = await startTlsFront(certificate, slackPort);
  const liveFront = await startTlsFront(certificate, livePort);
  const proxy = await startProxy({
    names: { [`${SLACK}:443`]: slackFront.port, [`${LIVE}:443`]: liveFront.port },
    credentials: CREDENTIALS,
  });
  const desk = await openDesk({
    slack: { port: slackPort, publicUrl: `https://${SLACK}` },
    live: { port: livePort },
    written: { endpoint: `https://${LIVE}`, iam: `https://${LIVE}` },
    env: {
      SLACK_API_URL: `https://${SLACK}/api/`,
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: caFile,
      LOG_LEVEL: 'debug',
      ...more,
    },
  });
  onTestFinished(async () => {
    await desk.close();
    for (const each of [proxy, slackFront, liveFront]) each.stop();
  });
  return { desk, proxy };
};

const lifeOf = async ({ operator, lead, newTask }: Desk): Promise<void> => {
  const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
  await lead.approves(card);
  await card.says('Applied');
};

describe('HTTPS_PROXY', () => {
  test('leads to Slack, over HTTP and WebSocket, and to the cloud', async () => {
    const { desk, proxy } = await openBehindWall();

    await lifeOf(desk);

    expect(new Set(proxy.seen())).toEqual(new Set([`CONNECT ${SLACK}:443`, `CONNECT ${LIVE}:443`]));
    expect(desk.slack.connections()).toBe(1);
    expect(desk.slack.faults()).toEqual([]);
  });

  test('is used by the doctor as well', async () => {
    const { desk } = await openBehindWall();

    const { code, bad } = await diagnosis(desk.env);

    expect(bad.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
  });

  test('is used for the connection that Slack asks for as well, and its password is not in the log', async () => {
    const { desk, proxy } = await openBehindWall();
    const before = proxy.seen().length;

    desk.slack.disconnectSockets('ask');
    await expect.poll(() => proxy.seen().length, { timeout: 15_000 }).toBeGreaterThan(before);
    await desk.slack.until(() => desk.slack.tcpConnections() === 1, 'the old connection gone');

    expect(await desk.operator.types('/relay help')).toContain('/relay modify');
    expect(desk.logs().join('\n')).not.toContain('through-the-wall');
  });
});

describe('HTTP_PROXY and NO_PROXY', () => {
  const nobody = 'http://127.0.0.1:1';

  test('hosts in NO_PROXY are contacted directly', async () => {
    const desk = await openDesk({
      env: { HTTP_PROXY: nobody, HTTPS_PROXY: nobody, NO_PROXY: 'example.com,127.0.0.1' },
    });
    onTestFinished(() => desk.close());

    await lifeOf(desk);
  });

  test('other hosts are contacted through the proxy, also without TLS', async () => {
    const slackPort = await freePort();
    const host = `${SLACK}:${slackPort}`;
    const proxy = await startProxy({ names: { [host]: slackPort } });
    const desk = await openDesk({
      slack: { port: slackPort, publicUrl: `http://${host}` },
      env: { SLACK_API_URL: `http://${host}/api/`, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' },
    });
    onTestFinished(async () => {
      await desk.close();
      proxy.stop();
    });

    await lifeOf(desk);

    expect(new Set(proxy.seen())).toEqual(new Set([`POST ${host}`, `CONNECT ${host}`]));
  });
});
