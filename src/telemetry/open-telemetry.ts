import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  ExportResultCode,
  parseKeyPairsIntoRecord,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { within } from '#src/basics/within.ts';
import type { Log } from '#src/log.ts';
import type { Tracing } from './tracing.ts';

/** How long spans are collected before they are sent, in milliseconds. */
const SEND_EVERY_MS = 1_000;
/** How long sending the last spans may take at a stop, in milliseconds. */
const STOP_WITHIN_MS = 2_000;

export interface OpenTelemetryOptions {
  readonly version: string;
  readonly replica: string;
  /** The share of traces that is kept. */
  readonly ratio: number;
  /** Headers for the collector, as `OTEL_EXPORTER_OTLP_HEADERS` holds them now. */
  readonly headers: () => string | undefined;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/**
 * Traces by OTLP over HTTP, as JSON. Loaded only when traces are configured, because the packages take time and
 * memory. The exporter reads the variables about the collector itself, and the resource reads `OTEL_SERVICE_NAME` and
 * `OTEL_RESOURCE_ATTRIBUTES`.
 */
export function createOpenTelemetry(options: OpenTelemetryOptions): Tracing {
  const { now, version } = options;
  const provider = createProvider(options);
  const tracer = provider.getTracer('relaydesk', version);
  const current = new AsyncLocalStorage<Context>();
  const active = (): Context => current.getStore() ?? ROOT_CONTEXT;

  return {
    async within(name, { attributes = {}, parent }, work) {
      const [inside, asked] = [active(), contextOf(parent)];
      const [around, origin] = [inside, asked].map((each) => trace.getSpanContext(each));
      // The parent belongs to another trace than the current one: a click leads into the trace of
      // its request.
      const isElsewhere = origin !== undefined && origin.traceId !== around?.traceId;
      const links = isElsewhere && around ? [{ context: around }] : [];
      const owner = isElsewhere ? asked : inside;
      const span = tracer.startSpan(name, { attributes, links }, owner);
      try {
        return await current.run(trace.setSpan(owner, span), work);
      } catch (error) {
        // An error's message may hold what people typed, so only its name is recorded.
        const message = error instanceof Error ? error.name : 'error';
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        span.end();
      }
    },

    past(name, { ms, isError, attributes }) {
      const endMs = now();
      const kind = SpanKind.CLIENT;
      const span = tracer.startSpan(name, { attributes, kind, startTime: endMs - ms }, active());
      if (isError) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endMs);
    },

    here: () => traceparentOf(active()),

    async stop() {
      await within(
        STOP_WITHIN_MS,
        provider.shutdown().catch(() => undefined),
      );
    },
  };
}

function createProvider({ version, replica, ratio, headers, log }: OpenTelemetryOptions) {
  const own = resourceFromAttributes({
    'service.name': 'relaydesk',
    'service.version': version,
    'service.instance.id': replica,
  });
  const exporter = new OTLPTraceExporter({
    headers: () => Promise.resolve(parseKeyPairsIntoRecord(headers())),
  });
  return new TracerProvider({
    resource: own.merge(detectResources({ detectors: [envDetector] })),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: withTroubleTold(exporter, log),
        scheduledDelayMillis: SEND_EVERY_MS,
      }),
    ],
  });
}

/** Logs once when the collector becomes unavailable, and once when it is back. */
function withTroubleTold(exporter: SpanExporter, log: OpenTelemetryOptions['log']): SpanExporter {
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const isLost = result.code !== ExportResultCode.SUCCESS;
        if (isLost && !isAway) log.warn('traces cannot be sent', { error: result.error });
        if (!isLost && isAway) log.info('traces can be sent again');
        isAway = isLost;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

const propagator = new W3CTraceContextPropagator();

function contextOf(traceparent: string | undefined): Context {
  return propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
}

function traceparentOf(context: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagator.inject(context, carrier, defaultTextMapSetter);
  return carrier.traceparent;
}
