import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Values = Readonly<Record<string, unknown>>;

/** A span as it arrives by OTLP over HTTP. */
export interface SeenSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Values;
  /** The resource attributes of the sender. */
  readonly resource: Values;
  readonly isError: boolean;
}

export interface SimulatedCollector {
  readonly url: string;
  readonly spans: () => readonly SeenSpan[];
  /** All requests, as text. */
  readonly text: () => string;
  /** The number of requests. */
  readonly calls: () => number;
  /** Violations of OTLP. */
  readonly faults: () => readonly string[];
  /** Its answer from now on; `nothing`: it accepts a request and never answers. */
  readonly answer: (status: number | 'nothing') => void;
  readonly stop: () => Promise<void>;
}

interface Pair {
  readonly key: string;
  readonly value: Values;
}

interface WireSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly Pair[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}

interface WireTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Pair[] };
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

/** A collector of traces that takes JSON at `/v1/traces`, with the headers that it asks for. */
export const createSimulatedCollector = async (
  headers: Readonly<Record<string, string>> = {},
): Promise<SimulatedCollector> => {
  const spans: SeenSpan[] = [];
  const faults: string[] = [];
  let [text, calls] = ['', 0];
  let answer: number | 'nothing' = 200;

  const take = async (request: IncomingMessage): Promise<number | 'nothing'> => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString('utf8');
    calls += 1;
    if (answer !== 200) return answer;
    const wrong = [
      ...(request.method === 'POST' && request.url === '/v1/traces' ? [] : ['POST /v1/traces']),
      ...(request.headers['content-type'] === 'application/json' ? [] : ['application/json']),
      ...Object.entries(headers).flatMap(([name, value]) =>
        request.headers[name] === value ? [] : [name],
      ),
    ];
    faults.push(...wrong.map((what) => `expected ${what}`));
    if (wrong.length > 0) return 400;
    text += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as WireTraces).resourceSpans) {
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        faults.push(...faultsOf(span));
        spans.push(seen(span, valuesOf(resource.attributes)));
      }
    }
    return 200;
  };

  const server = createServer((request, response) => {
    const answered = async (): Promise<void> => {
      const status = await take(request);
      if (status === 'nothing') return;
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    };
    answered().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => spans,
    text: () => text,
    calls: () => calls,
    faults: () => faults,
    answer: (next) => {
      answer = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const seen = (span: WireSpan, resource: Values): SeenSpan => ({
  name: span.name,
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentSpanId || undefined,
  links: span.links ?? [],
  attributes: valuesOf(span.attributes ?? []),
  resource,
  isError: span.status?.code === 2,
});

const valuesOf = (pairs: readonly Pair[]): Values =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));

const isId = (id: string, bytes: number): boolean =>
  new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(id) && !/^0+$/.test(id);

const faultsOf = (span: WireSpan): readonly string[] => [
  ...(span.name === '' ? ['a span without a name'] : []),
  ...(isId(span.traceId, 16) ? [] : [`trace id ${span.traceId}`]),
  ...(isId(span.spanId, 8) ? [] : [`span id ${span.spanId}`]),
  ...(!span.parentSpanId || isId(span.parentSpanId, 8) ? [] : [`parent ${span.parentSpanId}`]),
  ...(BigInt(span.startTimeUnixNano) <= BigInt(span.endTimeUnixNano)
    ? []
    : [`${span.name} ends before it begins`]),
];
