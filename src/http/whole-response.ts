import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';

type Fields = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * Sends the head together with the body, and with its length. Bolt writes the head of an answer before it has
 * the body, and what has no length by then goes out in five pieces, each copied by itself.
 */
export class WholeResponse extends ServerResponse {
  /** Keeps fields for the moment at which Node asks for the head by itself, without any: when there is a body. */
  override writeHead(status: number, message?: string, fields?: Fields): this;
  override writeHead(status: number, fields?: Fields): this;
  override writeHead(status: number, first?: string | Fields, second?: Fields): this {
    if (typeof first === 'string') return super.writeHead(status, first, second);
    if (first === undefined || Array.isArray(first)) return super.writeHead(status, first);
    this.statusCode = status;
    for (const [name, value] of Object.entries(first)) {
      if (value !== undefined) this.setHeader(name, value);
    }
    return this;
  }
}
