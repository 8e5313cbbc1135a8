import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/**
 * An HTTP proxy on loopback. Only it can resolve the given names, by `host:port`, so whatever reaches them came
 * through it.
 */
export const startProxy = async (options: {
  /** The port on loopback at which a name is found. */
  readonly names: Readonly<Record<string, number>>;
  /** `user:password`, if it requires them. */
  readonly credentials?: string;
}) => {
  const seen: string[] = [];
  const isKnown = (header: string | undefined): boolean =>
    options.credentials === undefined ||
    header === `Basic ${Buffer.from(options.credentials).toString('base64')}`;

  // Without TLS a client sends the full URL.
  const server = createServer((incoming, response) => {
    const url = URL.parse(incoming.url ?? '');
    seen.push(`${incoming.method} ${url?.host}`);
    const port = options.names[url?.host ?? ''];
    if (!isKnown(incoming.headers['proxy-authorization']))
      return void response.writeHead(407).end();
    if (!url || port === undefined) return void response.writeHead(502).end();
    const { method, headers } = incoming;
    const path = `${url.pathname}${url.search}`;
    const outgoing = request({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connect', (incoming, client) => {
    seen.push(`CONNECT ${incoming.url}`);
    const port = options.names[incoming.url ?? ''];
    client.on('error', () => client.destroy());
    if (!isKnown(incoming.headers['proxy-authorization'])) {
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    }
    if (port === undefined) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const sign = options.credentials === undefined ? '' : `${options.credentials}@`;
  return {
    url: `http://${sign}127.0.0.1:${port}`,
    /** The target of each request. */
    seen: (): readonly string[] => [...seen],
    stop: (): void => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** TLS in front of a port on loopback. */
export const startTlsFront = async ({ key, cert }: Certificate, port: number) => {
  const server = createTlsServer({ key, cert }, (socket) => {
    const target = connect(port, '127.0.0.1');
    socket.pipe(target).pipe(socket);
    for (const end of [socket, target]) {
      end.on('error', () => undefined);
      end.on('close', () => {
        socket.destroy();
        target.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: (): void => void server.close(),
  };
};
