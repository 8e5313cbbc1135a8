import { afterEach, expect, test, vi } from 'vitest';
import { createLog, createSlackLogger, type Log } from '#src/log.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a line is one JSON object on standard error, with its fields', () => {
  const lines = writtenBy((log) => {
    log.info('request approved', { request: 'R-142', url: 'https://h/a?k=S3CRET' });
    log.warn('slow');
  });

  expect(lines).toMatchObject([
    {
      level: 'info',
      message: 'request approved',
      request: 'R-142',
      url: 'https://h/a?[query]',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
    { level: 'warn', message: 'slow' },
  ]);
});

test('an error among the fields is logged', () => {
  const [line] = writtenBy((log) => log.error('failed', { error: new Error('xoxb-1-S3CRET') }));

  expect(line).toMatchObject({ message: 'failed', error: { message: '[token]' } });
});

test('characters that hide or reorder text are made visible', () => {
  const [line] = writtenBy((written) =>
    written.warn('to \u202Egnp.exe', { said: 'a\u200Bb\u0007' }),
  );

  expect(line).toMatchObject({ message: 'to [U+202E]gnp.exe', said: 'a[U+200B]b[U+0007]' });
});

test('lines below the level are not written', () => {
  const lines = writtenBy((log) => {
    log.debug('debug');
    log.info('info');
    log.warn('warn');
    log.error('error');
  }, 'warn');

  expect(lines.map(({ message }) => message)).toEqual(['warn', 'error']);
});

test("Bolt's debug lines are never written, and the rest at the same or a lower level", () => {
  const told: string[] = [];
  const tell = (level: string) => (message: string, fields?: object) =>
    void told.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const log: Log = {
    debug: tell('debug'),
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
  };
  const slack = createSlackLogger(log);

  slack.debug('payload', { text: 'what somebody typed' });
  slack.info('connected', 1);
  slack.warn('slow', { ms: 5 });
  slack.error(new Error('gone'));

  expect(told).toEqual([
    'debug connected 1 {"from":"slack"}',
    'warn slow {"ms":5} {"from":"slack"}',
    'error gone {"from":"slack"}',
  ]);
});

/** What a log writes to standard error, line by line. */
function writtenBy(act: (log: Log) => void, level = 'info'): { readonly message?: string }[] {
  const written: string[] = [];
  const keep = (chunk: unknown): boolean => written.push(String(chunk)) > 0;
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  const own: unknown = Reflect.get(console, '_stderr');
  if (own && own !== process.stderr)
    vi.spyOn(own as NodeJS.WriteStream, 'write').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation((...parts) => void keep(parts.join(' ')));
  act(createLog(level));
  return written.map((line) => JSON.parse(line));
}
