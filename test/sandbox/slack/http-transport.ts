import { createHmac } from 'node:crypto';
import { isFields, stringOf } from './json.ts';
import type { Envelope, Outcome, Transport } from './transport.ts';

type Dependencies = {
  readonly url: string;
  /** The secret of this moment. */
  readonly signingSecret: () => string;
  readonly ackTimeoutMs: number;
  readonly botNow: () => number;
};

const encode = ({ kind, body }: Envelope): { readonly text: string; readonly type: string } => {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') return { text: JSON.stringify(body), type: 'application/json' };
  if (kind === 'interactive') {
    return { text: new URLSearchParams({ payload: JSON.stringify(body) }).toString(), type: form };
  }
  const pairs = Object.entries(body).map(([key, value]): [string, string] => [
    key,
    stringOf(value),
  ]);
  return { text: new URLSearchParams(pairs).toString(), type: form };
};

const parseAck = (text: string): unknown => {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : { text };
  } catch {
    // A bare text is a fine answer to a slash command.
    return { text };
  }
};

const sign = (secret: string, timestamp: string, text: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')}`;

export const createHttpTransport = ({
  url,
  signingSecret,
  ackTimeoutMs,
  botNow,
}: Dependencies): Transport => ({
  send: async (envelope, retry): Promise<Outcome> => {
    const { text, type } = encode(envelope);
    // The receiver compares with its own clock, whatever that of the workspace shows.
    const timestamp = String(Math.floor(botNow() / 1000));
    const headers: Record<string, string> = {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(signingSecret(), timestamp, text),
    };
    if (retry !== undefined) {
      headers['x-slack-retry-num'] = String(retry.num);
      headers['x-slack-retry-reason'] = retry.reason;
    }
    try {
      const signal = AbortSignal.timeout(ackTimeoutMs);
      const response = await fetch(url, { method: 'POST', headers, body: text, signal });
      const answer = await response.text();
      if (response.ok) return { kind: 'acked', payload: parseAck(answer) };
      const noRetry = response.headers.get('x-slack-no-retry') === '1';
      return { kind: 'failed', reason: `http_error ${response.status}`, noRetry };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError')
        return { kind: 'timed_out' };
      return { kind: 'failed', reason: 'connection_failed' };
    }
  },
});
