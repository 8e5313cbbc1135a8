import { createHmac } from 'node:crypto';
import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECRETS } from '#sandbox/cast.ts';
import type { Random } from './random.ts';

/** The bot's answer, or nothing if the connection broke. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

/** A request of Slack as it arrived. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How often requests are repeated, and how late the copies come, in milliseconds. */
export interface Noise {
  readonly copies: (random: Random) => number;
  readonly delayMs: (random: Random) => number;
}

const KEPT = 400;

/**
 * A load balancer between Slack and the replicas: any replica may get any request. It can also repeat, delay and
 * reorder requests, and keeps the latest ones for replays.
 */
export const createFront = async (input: {
  readonly random: Random;
  readonly ports: () => readonly number[];
  readonly noise?: Noise | undefined;
}) => {
  const { random, noise } = input;
  const recent: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();
  let delivered = 0;

  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  /** Sends to a replica that accepts connections, in random order; undefined if the connection broke. */
  const deliver = async ({ headers, body }: Delivery): Promise<Answer | undefined> => {
    delivered += 1;
    for (const port of input.ports().toSorted(() => random.next() - 0.5)) {
      const answer = await post(port, headers, body);
      if (answer !== 'refused') return answer === 'broken' ? undefined : answer;
    }
    return undefined;
  };

  const copyLater = (delivery: Delivery, delayMs: number): void => {
    void tracked(sleep(delayMs).then(() => deliver(delivery)));
  };

  const server = createServer((request, response) => {
    // A person gives up after three seconds; their request may still arrive.
    const passedOn = readText(request).then(async (body) => {
      const delivery = { headers: request.headers, body };
      recent.push(delivery);
      if (recent.length > KEPT) recent.shift();
      const copies = noise?.copies(random) ?? 0;
      for (let copy = 0; copy < copies; copy += 1) {
        copyLater(delivery, noise?.delayMs(random) ?? 0);
      }
      if (copies > 0) await sleep(noise?.delayMs(random) ?? 0);
      const answer = await deliver(delivery);
      response.writeHead(answer?.status ?? 502, { 'content-type': answer?.type ?? 'text/plain' });
      response.end(answer?.text ?? '');
    });
    tracked(passedOn).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    deliver,
    delivered: () => delivered,
    recent: (): readonly Delivery[] => recent,
    /** Waits until everything has been delivered, including copies and abandoned requests. */
    isQuiet: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** A request with a fresh signature, as only Slack can make one. */
export const signed = (body: string, type: string): Delivery => {
  const stamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac('sha256', SECRETS.signingSecret).update(`v0:${stamp}:${body}`);
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${mac.digest('hex')}`,
    },
  };
};

const post = (
  port: number,
  headers: IncomingHttpHeaders,
  body: string,
): Promise<Answer | 'refused' | 'broken'> =>
  new Promise((resolve) => {
    const { host: _host, connection: _connection, ...kept } = headers;
    const outgoing = send({
      port,
      host: '127.0.0.1',
      path: '/slack/events',
      method: 'POST',
      headers: { ...kept, 'content-length': Buffer.byteLength(body) },
      // A kept-alive connection to a killed replica would look like an interrupted delivery.
      agent: false,
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'broken'),
    );
    outgoing.on('response', (response) => {
      const type = response.headers['content-type'] ?? 'text/plain';
      readText(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, text, type }),
        () => resolve('broken'),
      );
    });
    outgoing.end(body);
  });

const readText = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
