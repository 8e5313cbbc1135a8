import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WholeResponse } from '#src/whole-response.ts';

/** What a client sees of an answer that is given in this way. */
const answered = async (give: (response: WholeResponse) => void) => {
  const server = createServer({ ServerResponse: WholeResponse }, (_request, response) => {
    give(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}`);
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

test('an acknowledgement without a body is empty', async () => {
  const { status, headers, text } = await answered((response) => {
    response.writeHead(200);
    response.end();
  });

  expect({ status, text }).toEqual({ status: 200, text: '' });
  expect(headers.get('content-length')).toBe('0');
});

test('an answer that nobody wrote a head for goes out as always', async () => {
  const { status, text } = await answered((response) => {
    response.statusCode = 404;
    response.end('not found');
  });

  expect({ status, text }).toEqual({ status: 404, text: 'not found' });
});
