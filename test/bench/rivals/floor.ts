import { createServer, type IncomingMessage } from 'node:http';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { clockMs } from '../clock.ts';

/**
 * The waits that a path cannot do without, one after another, and nothing else: no Bolt, no signature, no rules, and
 * answers that nobody reads. It is told what to write and send, so it is no bot.
 */

const { env } = process;
const PATH = `/v1/${env['LIVE_PROJECT']}/pull/stream/task`;

/** What it is asked for; `document` is as long as what relaydesk writes. */
export type FloorWork =
  | { readonly kind: 'submit'; readonly document: string }
  | {
      readonly kind: 'approve';
      readonly document: string;
      readonly task: string;
      readonly put: string;
    }
  | {
      readonly kind: 'bare';
      readonly document: string;
      readonly task: string;
      readonly count: number;
    };

/** Bare round trips one after another, in milliseconds each. */
export interface BareTrips {
  readonly redis: readonly number[];
  readonly live: readonly number[];
  readonly slack: readonly number[];
}

const redis = new Redis(env['REDIS_URL'] ?? '');
const live = new Pool(env['LIVE_URL'] ?? '', { connections: 8 });
const slackUrl = new URL(env['SLACK_API_URL'] ?? '');
const slack = new Pool(slackUrl.origin, { connections: 8 });
const json = { 'content-type': 'application/json' };

const signIn = async (): Promise<string> => {
  const user = {
    name: env['LIVE_USER'],
    password: env['LIVE_PASSWORD'],
    domain: { name: env['LIVE_DOMAIN'] },
  };
  const auth = {
    identity: { methods: ['password'], password: { user } },
    scope: { project: { id: env['LIVE_PROJECT'] } },
  };
  const path = '/v3/auth/tokens';
  const sent = { method: 'POST' as const, path, headers: json, body: JSON.stringify({ auth }) };
  const { headers, body } = await live.request(sent);
  await body.dump();
  return String(headers['x-subject-token']);
};

const token = await signIn();
const headers = { ...json, 'x-auth-token': token };

const write = (document: string): Promise<unknown> => redis.set('floor', document);
const read = async (task: string): Promise<void> => {
  const path = `${PATH}?task_id=${task}&limit=1&offset=0`;
  const { body } = await live.request({ method: 'GET', path, headers });
  await body.dump();
};
const put = async (text: string): Promise<void> => {
  const { body } = await live.request({ method: 'PUT', path: PATH, headers, body: text });
  await body.dump();
};
const callSlack = async (method: string, fields: object): Promise<string> => {
  const path = `${slackUrl.pathname}${method}`;
  const { body } = await slack.request({
    method: 'POST',
    path,
    headers: { ...json, authorization: `Bearer ${env['SLACK_BOT_TOKEN']}` },
    body: JSON.stringify(fields),
  });
  return body.text();
};

const channel = env['CHANNEL'];
const posted = await callSlack('chat.postMessage', { channel, text: 'A card.' });
const { ts } = JSON.parse(posted) as { ts: string };

const times = async (count: number, work: () => Promise<unknown>): Promise<number[]> => {
  const ms: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const startedMs = clockMs();
    await work();
    ms.push(clockMs() - startedMs);
  }
  return ms;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const answerTo = async (work: FloorWork, answer: (text?: string) => void): Promise<void> => {
  if (work.kind === 'bare') {
    const { document, task, count } = work;
    const trips: BareTrips = {
      redis: await times(count, () => write(document)),
      live: await times(count, () => read(task)),
      slack: await times(count, () => callSlack('auth.test', {})),
    };
    return answer(JSON.stringify(trips));
  }
  await write(work.document);
  answer();
  if (work.kind === 'submit') {
    await callSlack('chat.postMessage', { channel, text: 'A card.' });
    return;
  }
  await read(work.task);
  await write(work.document);
  await put(work.put);
  await read(work.task);
  await write(work.document);
  await callSlack('chat.update', { channel, ts, text: 'A card.' });
};

createServer((request, response) => {
  if (request.method !== 'POST') return void response.end();
  void textOf(request).then((text) =>
    answerTo(JSON.parse(text) as FloorWork, (answered) => void response.end(answered)),
  );
}).listen(Number(env['PORT']), '127.0.0.1');
