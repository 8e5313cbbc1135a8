import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { WholeResponse } from '#src/http/whole-response.ts';

/** The port of a server that answers in this way. */
const listening = async (give: (response: WholeResponse) => void): Promise<number> => {
  const server = createServer({ ServerResponse: WholeResponse }, (_request, response) => {
    give(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

/** What a client sees of it. */
const answered = async (give: (response: WholeResponse) => void) => {
  const response = await fetch(`http://127.0.0.1:${await listening(give)}`);
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
};

test('an answer whose head was written first has its length, in bytes, and all of its head', async () => {
  const { status, headers, text } = await answered((response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'x-two': '2' });
    response.end('{"text":"• ✅"}');
  });

  expect(status).toBe(201);
  expect(text).toBe('{"text":"• ✅"}');
  expect(headers.get('content-length')).toBe('18');
  expect(headers.get('transfer-encoding')).toBeNull();
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('x-two')).toBe('2');
});

test.each([
  [
    'without a body',
    (response: WholeResponse) => {
      response.writeHead(200);
      response.end();
    },
    { status: 200, text: '' },
  ],
  [
    'whose head nobody wrote',
    (response: WholeResponse) => {
      response.statusCode = 404;
      response.end('not found');
    },
    { status: 404, text: 'not found' },
  ],
  [
    'with neither head nor body',
    (response: WholeResponse) => {
      response.statusCode = 204;
      response.end();
    },
    { status: 204, text: '' },
  ],
  [
    'that is written piece by piece',
    (response: WholeResponse) => {
      response.write('one ');
      response.end('two');
    },
    { status: 200, text: 'one two' },
  ],
])('an answer %s goes out as always', async (_what, give, expected) => {
  const { status, text } = await answered(give);

  expect({ status, text }).toEqual(expected);
});

test('a request that is none is turned away as Node does it, and its connection is closed', async () => {
  const port = await listening(() => undefined);
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\n\r\n');

  const heard = await textOf(socket);

  expect(heard).toMatch(/^HTTP\/1\.1 400 /);
  expect(heard).toMatch(/^connection: close/im);
});
