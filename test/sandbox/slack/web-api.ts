import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useResponseUrl } from './answers.ts';
import type { Failure, Failures } from './failures.ts';
import { stringOf, type Fields } from './json.ts';
import { methods } from './methods/index.ts';
import { hasScope, needScope, type Method } from './methods/call.ts';
import type { Rates } from './rates.ts';
import { SlackRefusal, refuse } from './refusal.ts';
import { readRequest, sendJson, sendText, uploadedBytes } from './requests.ts';
import type { LoggedCall } from './types.ts';
import type { Workspace } from './workspace.ts';

type Dependencies = {
  readonly workspace: Workspace;
  readonly failures: Failures;
  readonly rates: Rates;
  /** The currently valid tokens. */
  readonly tokens: () => { readonly botToken: string; readonly appToken: string };
  readonly newTicket: () => string;
  readonly port: number;
  readonly publicUrl: string | undefined;
};

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

/** `done` says whether the failure has answered already. */
const simulateFailure = (
  failure: Failure,
  response: ServerResponse,
): 'done' | 'answer_lost' | SlackRefusal => {
  if (failure === 'timeout') return 'done';
  if (failure === 'lose_answer') return 'answer_lost';
  if ('error' in failure) return new SlackRefusal(failure.error);
  if ('retryAfter' in failure) {
    sendJson(
      response,
      429,
      { ok: false, error: 'ratelimited' },
      { 'retry-after': String(failure.retryAfter) },
    );
  } else sendText(response, failure.status, 'simulated failure');
  return 'done';
};

const tokenOf = (request: IncomingMessage, args: Fields): string =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? stringOf(args['token']);

export const createWebApi = async (dependencies: Dependencies) => {
  const { workspace, failures, rates, tokens, newTicket, port } = dependencies;
  let baseUrl = '';

  const checkToken = (method: Method, token: string): void => {
    const { botToken, appToken } = tokens();
    if (token === '') refuse('not_authed');
    if (token !== botToken && token !== appToken) refuse('invalid_auth');
    if ((method.token === 'app') !== (token === appToken)) refuse('not_allowed_token_type');
  };

  const waitSeconds = (name: string, method: Method, args: Fields): number | undefined => {
    const isPost = name === 'chat.postMessage';
    const forChannel = isPost ? rates.forMessage(stringOf(args['channel'])) : undefined;
    return forChannel ?? rates.forMethod(name, method.tier);
  };

  /** The answer of a method, or the seconds to wait. Throws SlackRefusal. */
  const run = (name: string, args: Fields, token: string): Fields | number => {
    const method = methods.get(name) ?? refuse('unknown_method');
    checkToken(method, token);
    const wait = waitSeconds(name, method, args);
    if (wait !== undefined) return wait;
    needScope(workspace, method.scopes ?? []);
    return method.run({ workspace, args, baseUrl, newTicket });
  };

  const scopeHeaders = { 'x-oauth-scopes': workspace.manifest.scopes.join(',') };

  const answerRefusal = (response: ServerResponse, logged: LoggedCall, refusal: unknown): void => {
    if (!(refusal instanceof SlackRefusal)) throw refusal;
    logged.error = refusal.code;
    sendJson(response, 200, { ok: false, error: refusal.code, ...refusal.extra }, scopeHeaders);
  };

  const answerCall = async ({ request, response, url }: Exchange, name: string): Promise<void> => {
    const { args, isReadable } = await readRequest(request, url);
    const { token: _, ...shown } = args;
    const logged: LoggedCall = { method: name, args: shown, atMs: workspace.now(), ok: false };
    workspace.calls.push(logged);
    const failure = failures.take(name, args);
    const failed = failure === undefined ? undefined : simulateFailure(failure, response);
    try {
      if (failed === 'done')
        logged.error = typeof failure === 'string' ? failure : 'simulated failure';
      else if (failed instanceof SlackRefusal) answerRefusal(response, logged, failed);
      else {
        if (!isReadable) refuse('invalid_json');
        const answer = run(name, args, tokenOf(request, args));
        if (typeof answer === 'number') {
          logged.error = 'ratelimited';
          sendJson(
            response,
            429,
            { ok: false, error: 'ratelimited' },
            { 'retry-after': String(answer) },
          );
        } else {
          logged.ok = true;
          if (failed === 'answer_lost') request.socket.destroy();
          else sendJson(response, 200, { ok: true, ...answer }, scopeHeaders);
        }
      }
    } catch (error) {
      answerRefusal(response, logged, error);
    }
    workspace.changed();
  };

  const answerResponseUrl = async (exchange: Exchange, id: string): Promise<void> => {
    const { request, response, url } = exchange;
    const { args } = await readRequest(request, url);
    const logged: LoggedCall = { method: 'response_url', args, atMs: workspace.now(), ok: false };
    workspace.calls.push(logged);
    const failure = failures.take('response_url', args);
    const failed = failure === undefined ? undefined : simulateFailure(failure, response);
    try {
      if (failed === 'done') return;
      if (failed instanceof SlackRefusal) throw failed;
      useResponseUrl(workspace, id, args);
      logged.ok = true;
      if (failed === 'answer_lost') request.socket.destroy();
      else sendText(response, 200, 'ok');
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      logged.error = error.code;
      const isGone = ['used_url', 'expired_url', 'invalid_url'].includes(error.code);
      sendJson(response, isGone ? 404 : 400, { ok: false, error: error.code, ...error.extra });
    } finally {
      workspace.changed();
    }
  };

  const takeUpload = async ({ request, response, url }: Exchange, id: string): Promise<void> => {
    const { raw } = await readRequest(request, url);
    const file = workspace.files.get(id);
    if (file === undefined) return sendText(response, 404, 'file_not_found');
    const content = await uploadedBytes(request, raw);
    if (content.length !== file.length) return sendText(response, 400, 'length does not match');
    file.content = content;
    sendText(response, 200, `OK - ${content.length}`);
  };

  /** Attached files, for a bot that may read them; others are redirected to sign in. */
  const giveFile = ({ request, response }: Exchange, name: string): void => {
    const failure = failures.take('files-pri', { name });
    if (failure !== undefined && simulateFailure(failure, response) === 'done') return;
    const file = workspace.files.get(/^\w+-(\w+)\//.exec(name)?.[1] ?? '');
    const mayRead = tokenOf(request, {}) === tokens().botToken && hasScope(workspace, 'files:read');
    if (!mayRead) {
      response.writeHead(302, { location: `${baseUrl}/signin` }).end();
      return;
    }
    if (file?.content === undefined) return sendText(response, 404, 'file_not_found');
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(file.content);
  };

  const route = async (exchange: Exchange): Promise<void> => {
    const [, area = '', name = ''] = /^\/([a-z-]+)\/(.*)$/.exec(exchange.url.pathname) ?? [];
    if (area === 'api') return answerCall(exchange, name);
    if (area === 'commands' || area === 'actions') {
      return answerResponseUrl(exchange, name.split('/').at(-1) ?? '');
    }
    if (area === 'upload') return takeUpload(exchange, name);
    if (area === 'files-pri') return giveFile(exchange, name);
    sendText(exchange.response, 404, 'not found');
  };

  const server = createServer((request, response) => {
    response.setHeader('date', new Date(workspace.now()).toUTCString());
    const url = new URL(request.url ?? '/', baseUrl);
    route({ request, response, url }).catch((error: unknown) => {
      // A bug of the simulated Slack must not look like a refusal of Slack.
      workspace.fault(`simulated Slack failed at ${url.pathname}: ${String(error)}`);
      if (!response.headersSent) sendText(response, 500, String(error));
    });
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  baseUrl = dependencies.publicUrl ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    server,
    baseUrl,
    stop: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
