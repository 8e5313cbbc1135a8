import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from './ask.ts';
import { clockMs } from './clock.ts';

/** Sends signed, prepared requests as Slack would, from its own process. */

export interface Load {
  /** The replicas, used in turn. */
  readonly urls: readonly string[];
  readonly signingSecret: string;
  readonly bodies: readonly Body[];
  /** How many are under way at once; the next leaves when one is answered. */
  readonly atOnce: number;
  /** Milliseconds between requests; left out: no pause. */
  readonly everyMs?: number;
  /** Each over a connection of its own. */
  readonly isEachNew?: boolean;
}

export interface Body {
  readonly type: 'form' | 'json';
  readonly text: string;
}

export interface Sent {
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly status: number;
  readonly text: string;
}

/** Unprocessed, so that no time is spent between measurements. */
type Answered = Omit<Sent, 'text'> & { readonly chunks: readonly Buffer[] };

const TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json' };
/** Slack gives up after three seconds, but a measurement wants to know how late it was. */
const PATIENCE_MS = 60_000;

const send = (
  agent: Agent,
  url: URL,
  { text }: Body,
  headers: Record<string, string | number>,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const sentMs = clockMs();
    const { hostname, port, pathname: path } = url;
    const sending = request(
      { method: 'POST', hostname, port, path, agent, headers, timeout: PATIENCE_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ sentMs, answeredMs: clockMs(), status: response.statusCode ?? 0, chunks });
        });
      },
    );
    sending.on('timeout', () => sending.destroy(new Error('no answer')));
    sending.on('error', reject);
    sending.end(text);
  });

const headersOf = ({ type, text }: Body, secret: string): Record<string, string | number> => {
  const timestamp = Math.floor(Date.now() / 1000);
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex');
  return {
    'content-type': TYPES[type],
    'content-length': Buffer.byteLength(text),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hash}`,
  };
};

const verbs = {
  async run({ urls, signingSecret, bodies, atOnce, everyMs, isEachNew }: Load): Promise<Sent[]> {
    const targets = urls.map((url) => new URL(url));
    // A new agent: a connection that idles between runs may be closed just as it is reused.
    const agent = new Agent({ keepAlive: isEachNew !== true });
    const headers = bodies.map((body) => headersOf(body, signingSecret));
    const answers: Answered[] = [];
    const startedMs = clockMs();
    let next = 0;
    const worker = async (): Promise<void> => {
      for (;;) {
        const at = next;
        next += 1;
        const [body, target] = [bodies[at], targets[at % targets.length]];
        if (!body || !target) return;
        const waitMs = everyMs === undefined ? 0 : startedMs + at * everyMs - clockMs();
        if (waitMs > 0) await sleep(waitMs);
        answers[at] = await send(agent, target, body, headers[at] ?? {});
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    agent.destroy();
    return answers.map(({ chunks, ...sent }) => ({
      ...sent,
      text: Buffer.concat(chunks).toString('utf8'),
    }));
  },
};

export type LoadVerbs = typeof verbs;

answer(verbs);
