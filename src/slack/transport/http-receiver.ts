import { type App, isValidSlackRequest } from '@slack/bolt';
import { parse } from 'node:querystring';
import { fromJson } from '#src/basics/from-json.ts';
import type { Log } from '#src/log.ts';
import { receiverFor, type SlackConnection } from './connection.ts';

/** A complete request to `/slack/events`. Header names are in lower case. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface DeliveryAnswer {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly text?: string | undefined;
}

/** Slack signs with a timestamp; one further in the future would be valid for too long. */
const FUTURE_MAX_MS = 5 * 60_000;
/** Slack waits three seconds for an acknowledgement. */
const GIVEN_UP_MS = 3_000;
/** Slack's certificate check has a few dozen characters; nothing longer is parsed unsigned. */
const SSL_CHECK_MAX = 1_000;
/** Anybody can send unsigned requests, so they are logged only this often, in milliseconds. */
const TELL_EVERY_MS = 60_000;

const FORM = 'application/x-www-form-urlencoded';
const NO_TEXT: DeliveryAnswer = { status: 200 };
const UNREADABLE: DeliveryAnswer = { status: 400 };
const NOT_ACKNOWLEDGED: DeliveryAnswer = { status: 500 };

/** Slack in HTTP mode: our HTTP server passes requests on and sends the responses. */
export function createHttpReceiver({
  access,
  now,
  log,
}: Pick<SlackConnection, 'access' | 'now' | 'log'>) {
  let app: App | undefined;
  const receiver = receiverFor((created) => void (app = created));
  const tellUnsigned = createTeller(log, now);

  /** Undefined: the request is not from Slack. */
  function listener(delivery: Delivery): Promise<DeliveryAnswer> | undefined {
    const { transport } = access();
    if (isSslCheck(delivery)) return Promise.resolve(NO_TEXT);
    if (transport.kind !== 'http' || !isSigned(delivery, transport.signingSecret, now())) {
      tellUnsigned();
      return undefined;
    }
    const payload = payloadOf(delivery);
    if (!app || !payload) return Promise.resolve(UNREADABLE);
    if (payload['type'] === 'url_verification') {
      return Promise.resolve(answerWith({ challenge: payload['challenge'] }));
    }
    return acknowledged(app, payload, log);
  }

  return {
    receiver,
    listener,
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    isConnected: () => true,
  };
}

function createTeller(log: Log, now: () => number): () => void {
  let [count, againMs] = [0, 0];
  return () => {
    count += 1;
    if (now() < againMs) return;
    log.warn('refused requests that Slack did not sign', { count });
    [count, againMs] = [0, now() + TELL_EVERY_MS];
  };
}

/** Slack checks a command URL's certificate with an unsigned request, and expects only a 200. */
function isSslCheck({ headers, body }: Delivery): boolean {
  return (
    body.length <= SSL_CHECK_MAX &&
    body.includes('ssl_check') &&
    isForm(headers) &&
    parse(body)['ssl_check'] === '1'
  );
}

function isSigned({ headers, body }: Delivery, signingSecret: string, nowMs: number): boolean {
  const signature = headers['x-slack-signature'];
  const seconds = Number(headers['x-slack-request-timestamp']);
  if (typeof signature !== 'string' || seconds * 1000 > nowMs + FUTURE_MAX_MS) return false;
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds },
    nowMilliseconds: nowMs,
  });
}

type Payload = Readonly<Record<string, unknown>>;

/** Undefined if the payload is not an object. */
function payloadOf({ headers, body }: Delivery): Payload | undefined {
  if (!isForm(headers)) return objectIn(body);
  const form = parse(body);
  const { payload } = form;
  return typeof payload === 'string' ? objectIn(payload) : form;
}

function objectIn(text: string): Payload | undefined {
  const value = fromJson(text);
  return isObject(value) ? value : undefined;
}

function isForm(headers: Delivery['headers']): boolean {
  return String(headers['content-type']).startsWith(FORM);
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The acknowledgement, as soon as there is one. Without one, Slack reports a failure. */
function acknowledged(app: App, body: Payload, log: Log): Promise<DeliveryAnswer> {
  const { promise, resolve } = Promise.withResolvers<DeliveryAnswer>();
  const late = setTimeout(resolve, GIVEN_UP_MS, NOT_ACKNOWLEDGED).unref();
  const ack = (response?: unknown): Promise<void> => {
    clearTimeout(late);
    resolve(answerWith(response));
    return Promise.resolve();
  };
  app
    .processEvent({ body, ack })
    .catch((error: unknown) => log.warn('handling a request of Slack failed', { error }))
    // Without effect on what was acknowledged.
    .finally(() => resolve(NOT_ACKNOWLEDGED));
  return promise;
}

/** Bolt passes nothing, a text, or an object for JSON. */
function answerWith(response: unknown): DeliveryAnswer {
  if (!response) return NO_TEXT;
  if (typeof response === 'string') return { status: 200, text: response };
  return { status: 200, contentType: 'application/json', text: JSON.stringify(response) };
}
