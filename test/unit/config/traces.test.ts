import { expect, test } from 'vitest';
import { loaded, loadedFrom, problemsOf, written } from './set-up-config.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };

test.each([
  ['nothing is set', {}],
  ['only a name is set', { OTEL_SERVICE_NAME: 'desk' }],
  ['they are disabled', { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }],
  ['no exporter is wanted', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
  ['another exporter is wanted', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'console' }],
  ['nothing is to be kept', { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'always_off' }],
])('there are no traces when %s', (_when, env) => {
  expect(loaded(env).traces).toBeUndefined();
});

test.each([
  ['an address is set', ENDPOINT, 1],
  ['one for traces is set', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a:4318/v1/traces' }, 1],
  ['they are asked for by name', { OTEL_TRACES_EXPORTER: 'otlp' }, 1],
  [
    'a tenth is to be kept',
    {
      ...ENDPOINT,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
    },
    0.1,
  ],
])('there are traces when %s', (_when, env, ratio) => {
  expect(loaded(env).traces).toEqual({ ratio, headers: undefined });
});

test.each([
  ['an address', { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: must'],
  ['a sampler', { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER: must be one'],
  [
    'a share',
    { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
    'OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1',
  ],
  ['a protocol', { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'grpc is not spoken'],
])('an invalid %s is reported', (_what, env, problem) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(problem)]);
});

test('headers may come from a file, and their values are secrets', () => {
  const file = written('headers', 'authorization=Bearer%20not-for-anybody,tenant=desk');
  const result = loadedFrom({ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS_FILE: file });

  expect(result.ok && result.config.traces?.headers).toContain('tenant=desk');
  expect(result.secrets()).toEqual(
    expect.arrayContaining(['Bearer%20not-for-anybody', 'Bearer not-for-anybody']),
  );
});
