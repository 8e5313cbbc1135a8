import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { isRecord } from './modify.ts';

interface Sent {
  readonly response: ServerResponse;
  readonly answer: Answer;
  readonly requestId: string;
}

const hugeBytes = 16 * 1024 * 1024;

/** Flat bodies carry the request id too; the nested ones of IAM and texts do not. */
const withRequestId = (body: unknown, requestId: string): unknown =>
  isRecord(body) && !('error' in body) && !('token' in body) && !('request_id' in body)
    ? { ...body, request_id: requestId }
    : body;

const writeHead = ({ response, answer, requestId }: Sent): void => {
  response.writeHead(answer.status, {
    'content-type': 'application/json;charset=utf-8',
    'x-request-id': requestId,
    ...answer.headers,
  });
};

/** Returns the body that was sent. */
export const sendAnswer = (sent: Sent): unknown => {
  const body = withRequestId(sent.answer.body, sent.requestId);
  writeHead(sent);
  sent.response.end(typeof body === 'string' ? body : JSON.stringify(body));
  return body;
};

/** The call was handled, but the client does not get the answer. */
export const sendSpoilt = (
  sent: Sent & {
    readonly fault: 'cut_before' | 'cut_after' | 'cut_inside' | 'garbage' | 'empty' | 'huge';
  },
): void => {
  const { response, answer, requestId, fault } = sent;
  const text = JSON.stringify(withRequestId(answer.body, requestId));
  switch (fault) {
    case 'cut_before':
    case 'cut_after':
      response.destroy();
      return;
    case 'cut_inside':
      writeHead(sent);
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    case 'garbage':
      writeHead(sent);
      response.end(text.slice(0, text.length / 2));
      return;
    case 'empty':
      writeHead(sent);
      response.end();
      return;
    case 'huge':
      writeHead(sent);
      response.end(`${text.slice(0, -1)},"padding":"${'x'.repeat(hugeBytes)}"}`);
      return;
  }
};
