import type { Settings } from './environment.ts';

/** Settings of traces, from the usual variables of OpenTelemetry. */
export interface TracesConfig {
  /** The share of requests that is traced, above 0 and at most 1. */
  readonly ratio: number;
  /** Headers for the collector, `name=value` with commas between; undefined: none. */
  readonly headers: string | undefined;
}

/** What each `OTEL_TRACES_SAMPLER` keeps; the ratio is in `OTEL_TRACES_SAMPLER_ARG`. */
const SAMPLERS: Readonly<Record<string, 'all' | 'none' | 'ratio'>> = {
  always_on: 'all',
  always_off: 'none',
  traceidratio: 'ratio',
  parentbased_always_on: 'all',
  parentbased_always_off: 'none',
  parentbased_traceidratio: 'ratio',
};

/**
 * Undefined unless an address to send traces to is set or `OTEL_TRACES_EXPORTER` is `otlp`. The exporter reads
 * everything about sending (addresses, time limits, certificates) itself.
 */
export function tracesConfig(settings: Settings, problems: string[]): TracesConfig | undefined {
  const either = (name: string): string =>
    settings.get(`OTEL_EXPORTER_OTLP_TRACES_${name}`) ||
    settings.get(`OTEL_EXPORTER_OTLP_${name}`) ||
    '';
  const exporter = settings.get('OTEL_TRACES_EXPORTER') || '';
  const endpoint = either('ENDPOINT');
  const isAsked = exporter === 'otlp' || (exporter === '' && endpoint !== '');
  if (!isAsked || settings.get('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;

  if (endpoint !== '' && !URL.canParse(endpoint)) {
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT: must be an address such as http://localhost:4318');
  }
  if (either('PROTOCOL') === 'grpc') {
    problems.push(
      'OTEL_EXPORTER_OTLP_PROTOCOL: grpc is not spoken; set http/json, and the address of the collector for HTTP (its port is 4318 as a rule)',
    );
  }
  const ratio = ratioFrom(settings, problems);
  return ratio > 0 ? { ratio, headers: either('HEADERS') || undefined } : undefined;
}

function ratioFrom(settings: Settings, problems: string[]): number {
  const keeps = SAMPLERS[settings.get('OTEL_TRACES_SAMPLER') || 'parentbased_always_on'];
  if (keeps === undefined) {
    problems.push(`OTEL_TRACES_SAMPLER: must be one of ${Object.keys(SAMPLERS).join(', ')}`);
  }
  if (keeps !== 'ratio') return keeps === 'none' ? 0 : 1;
  const ratio = Number(settings.get('OTEL_TRACES_SAMPLER_ARG') || '1');
  if (ratio >= 0 && ratio <= 1) return ratio;
  problems.push('OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1');
  return 1;
}

/** Values of the headers, as written and as sent. */
export function secretsOfTraces(traces: TracesConfig | undefined): string[] {
  const values = (traces?.headers ?? '')
    .split(',')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  return values.flatMap((value) => [value.trim(), decoded(value).trim()]);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
