import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sha256 } from '#src/basics/sha256.ts';
import type { Limits } from './limits.ts';

/** A response; without `text` its body is empty. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly text?: string | undefined;
}

/** A complete request to `/slack/events`. */
export interface Delivery {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Callbacks of the Live API. They are not signed, so their URL ends in a token. */
export interface EventsDoor {
  readonly token: () => string;
  /** Resolves when the body is stored; it is processed later. */
  readonly take: (body: string) => Promise<void>;
}

/** A page for operators; it answers in bounded time, whatever is unavailable. */
export interface StatusPage {
  readonly read: () => Promise<Answer>;
  /** The token that readers need; undefined: anybody may read it. */
  readonly token?: (() => string | undefined) | undefined;
}

export interface Doors {
  /** Handles a delivery; returns undefined when it is not from Slack. */
  readonly slack: ((delivery: Delivery) => Promise<Answer> | undefined) | undefined;
  readonly events: EventsDoor | undefined;
  /** By path: `/readyz` and the like. */
  readonly status: Readonly<Record<string, StatusPage>>;
}

/** Called when a request has proved to know a secret. */
type Trust = () => void;

/** Who answers a request, and how long its body may be. */
interface Route {
  readonly maxBytes: number;
  readonly answer: (body: string, trust: Trust) => Promise<Answer>;
}

const EVENTS_PATH = '/live/events/';

const refusal = (status: number, error: string): Answer => ({
  status,
  contentType: 'application/json',
  text: JSON.stringify({ error }),
});
const NOT_FOUND: Route = { maxBytes: 0, answer: async () => refusal(404, 'not found') };
const STARTING: Route = { maxBytes: 0, answer: async () => refusal(503, 'it is starting') };
export const TOO_LONG = refusal(413, 'the body is too long');

type RouteOf = (request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>) => Route;

/** The routes of a process that is alive but can do nothing yet: it may have to wait for Redis or for Slack. */
export function createStartingRoutes(status: Doors['status']): RouteOf {
  const pages = pagesOf(status);
  return ({ method, url = '', headers }) => {
    const [path = ''] = url.split('?', 1);
    return (method === 'GET' && pages.get(path)?.(headers)) || STARTING;
  };
}

/**
 * Finds the route of a request. Paths are not normalised: `/slack/events/../../metrics` leads nowhere, because a
 * proxy that lets `/slack/events` through must not let anything else through with it.
 */
export function createRoutes({ slack, events, status }: Doors, limits: Limits): RouteOf {
  const pages = pagesOf(status);
  return ({ method, url = '', headers }) => {
    const [path = ''] = url.split('?', 1);
    if (method === 'GET') return pages.get(path)?.(headers) ?? NOT_FOUND;
    if (method !== 'POST') return NOT_FOUND;
    if (path === '/slack/events' && slack) {
      return { maxBytes: limits.deliveryBytes, answer: deliver(slack, headers) };
    }
    const isEvent =
      events &&
      path.startsWith(EVENTS_PATH) &&
      isSecret(path.slice(EVENTS_PATH.length), events.token());
    return isEvent ? { maxBytes: limits.eventBytes, answer: keep(events) } : NOT_FOUND;
  };
}

function deliver(
  slack: NonNullable<Doors['slack']>,
  headers: Delivery['headers'],
): Route['answer'] {
  return async (body, trust) => {
    const answer = slack({ headers, body });
    if (!answer) return refusal(401, 'not signed by Slack');
    trust();
    return answer;
  };
}

function keep(events: EventsDoor): Route['answer'] {
  return async (body, trust) => {
    trust();
    try {
      await events.take(body);
      return { status: 200, contentType: 'application/json', text: '{"ok":true}' };
    } catch {
      // Not stored, so the sender may try again.
      return refusal(503, 'it could not be kept');
    }
  };
}

function pagesOf(status: Doors['status']) {
  return new Map(Object.entries(status).map(([path, page]) => [path, pageRoute(page)]));
}

/** Concurrent requests share one page. */
function pageRoute({ read, token }: StatusPage): (headers: Delivery['headers']) => Route {
  let reading: Promise<Answer> | undefined;
  const shared = (): Promise<Answer> =>
    (reading ??= read()
      .catch(() => refusal(500, 'the page cannot be made'))
      .finally(() => (reading = undefined)));
  return ({ authorization = '' }) => ({
    maxBytes: 0,
    async answer(_body, trust) {
      const secret = token?.();
      if (secret !== undefined) {
        if (!isSecret(authorization, `Bearer ${secret}`))
          return refusal(401, 'needs its bearer token');
        trust();
      }
      return shared();
    },
  });
}

/** Whether `given` is the secret. The time it takes does not depend on where the texts differ or how long they are. */
function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(secret)));
}
