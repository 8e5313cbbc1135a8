import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createChanges } from './changes.ts';
import { whyRefused } from './guard.ts';
import { stateFor } from './state.ts';
import { importMapHash, readStatic } from './static-files.ts';
import type { UploadedFile } from '../slack/types.ts';
import { createSwitches, menu } from './switches.ts';
import { perform } from './verbs.ts';
import type { Surroundings } from './surroundings.ts';
import { worldState } from './world.ts';

export type PageOptions = Surroundings & {
  /** Any free port if left out. */
  readonly port?: number;
};

export type Page = { readonly url: string; stop(): Promise<void> };

type Json = { readonly status: number; readonly body: unknown };

// Blocks may show images from anywhere; nothing else comes from outside.
const policy = [
  "default-src 'none'",
  `script-src 'self' ${importMapHash}`,
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const bodyMax = 1_000_000;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  if (Number(request.headers['content-length'] ?? 0) > bodyMax) throw new Error('too large');
  return JSON.parse(await text(request));
};

const sendJson = (response: ServerResponse, { status, body }: Json): void => {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
};

/** A file that the bot shared. The browser is to keep it, never to show it as a page of ours. */
const sendFile = (response: ServerResponse, file: UploadedFile | undefined): void => {
  if (file?.content === undefined) {
    sendJson(response, { status: 404, body: { refused: 'there is no such file' } });
    return;
  }
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    ...headers,
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
  });
  response.end(file.content);
};

/**
 * What Slack's client would not allow is answered with `{ refused }` and 200, because browsers log any other status
 * as an error of the page.
 */
const attempt = async (act: () => unknown): Promise<Json> => {
  try {
    return { status: 200, body: await act() };
  } catch (error) {
    return {
      status: 200,
      body: { refused: error instanceof Error ? error.message : String(error) },
    };
  }
};

/** A page on the loopback interface that shows a simulated workspace and drives it. */
export const createPage = async (options: PageOptions): Promise<Page> => {
  const { slack, live, world } = options;
  const changes = createChanges();
  const switches = createSwitches({ slack, live, world });
  const forgetSlack = slack.workspace.onChange(() => {
    changes.tell('slack');
    changes.tell('world');
  });
  const forgetLive = live.onChange(() => changes.tell('world'));

  const state = (url: URL): unknown => {
    const [first = ''] = slack.workspace.people.keys();
    return stateFor({ slack, live, world }, url.searchParams.get('as') ?? first);
  };
  const showWorld = async (): Promise<unknown> => ({
    ...(await worldState({ slack, live, world })),
    armed: switches.armed(),
    menu,
  });
  const turn = async (request: IncomingMessage): Promise<unknown> => {
    try {
      await switches.turn(await readBody(request));
    } finally {
      changes.tell('world');
      // Both show the clock.
      changes.tell('slack');
    }
    return {};
  };

  const routes: Readonly<Record<string, (request: IncomingMessage, url: URL) => unknown>> = {
    'GET /state': (_request, url) => state(url),
    'GET /world': showWorld,
    'POST /do': async (request) => perform(slack, await readBody(request)),
    'POST /world': turn,
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers: given } = request;
    const refusal = whyRefused({ method, headers: given, port: address.port });
    if (refusal !== undefined) {
      sendJson(response, { status: 403, body: { refused: refusal } });
      return;
    }
    const url = new URL(request.url ?? '/', 'http://loopback');
    if (method === 'GET' && url.pathname === '/events') {
      changes.open(response);
      return;
    }
    const route = routes[`${method} ${url.pathname}`];
    if (route !== undefined) {
      sendJson(response, await attempt(() => route(request, url)));
      return;
    }
    if (method === 'GET' && url.pathname === '/file') {
      sendFile(response, slack.workspace.files.get(url.searchParams.get('id') ?? ''));
      return;
    }
    const file = method === 'GET' ? await readStatic(url.pathname) : undefined;
    if (file === undefined) {
      sendJson(response, { status: 404, body: { refused: 'there is nothing here' } });
      return;
    }
    response.writeHead(200, { ...headers, 'content-type': file.type });
    response.end(file.body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const forget = (): void => {
    forgetSlack();
    forgetLive();
    switches.stop();
    changes.stop();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  }).catch((error: unknown) => {
    forget();
    throw error;
  });
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      forget();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
