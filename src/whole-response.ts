import { ServerResponse } from 'node:http';

/**
 * Sends head and body together, with the length of the body. Bolt writes the head before it has the body, and
 * an answer whose length is not known by then goes out in five pieces, each copied by itself.
 */
export class WholeResponse extends ServerResponse {
  #isKept = false;

  /** Keeps what the head shall be; at the end of the body Node asks for it once more, and sends it. */
  override writeHead(status: number, ...[headers]: readonly unknown[]): this {
    if (this.#isKept) return super.writeHead(status);
    this.#isKept = true;
    this.statusCode = status;
    if (typeof headers === 'object' && headers) this.setHeaders(new Map(Object.entries(headers)));
    return this;
  }
}
