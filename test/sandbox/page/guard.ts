import type { IncomingHttpHeaders } from 'node:http';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request is refused, if it is. Other web pages in the same browser can send requests to this machine, with
 * their own origin or, by DNS, a foreign Host. Neither may read or control the sandbox.
 */
export const whyRefused = (request: {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly port: number;
}): string | undefined => {
  const { method, headers, port } = request;
  const hosts = loopbackNames.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) return 'this page answers to its loopback address only';
  if (method === 'GET' || method === 'HEAD') return undefined;
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
    return 'this page takes no requests from other pages';
  }
  // Forms of other pages cannot send this type without a preflight.
  return headers['content-type']?.startsWith('application/json') === true
    ? undefined
    : 'the body must be application/json';
};
