import { afterEach, describe, expect, test } from 'vitest';
import { CLOUD_USER, SECRETS } from '#sandbox/cast.ts';
import { createSimulatedCollector, type SimulatedCollector, type SeenSpan } from '#sandbox/otlp.ts';
import { type Desk, openDesk } from './desk.ts';

const TOKEN = 'collector-token-not-for-anybody';
let desk: Desk;
let collector: SimulatedCollector;

const open = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  collector = await createSimulatedCollector({ authorization: `Bearer ${TOKEN}` });
  desk = await openDesk({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
      ...env,
    },
  });
};
afterEach(async () => {
  await desk.close();
  await collector.stop();
});

const untilLogged = (message: string): Promise<unknown> =>
  desk.slack.until(() => logged(message) > 0, message, { timeoutMs: 20_000 });
const logged = (message: string): number =>
  desk
    .bot()
    .logs()
    .filter((line) => line.includes(`"${message}"`)).length;

const change = async (fields = { vod_loop_time: '4' }): Promise<void> => {
  const { operator, lead, newTask } = desk;
  const card = await operator.asksFor(newTask(), fields);
  await lead.approves(card);
  await card.says('Applied');
};

describe('Traces, when the environment asks for them', () => {
  test('cover a request from submit to decision, call and report, even across a restart', async () => {
    await open({ OTEL_SERVICE_NAME: 'desk', OTEL_RESOURCE_ATTRIBUTES: 'team=relays' });
    const { operator, lead, newTask, isQuiet, startBot } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await isQuiet();
    const before = await desk.bot().stop();
    await startBot();
    await lead.approves(card);
    await card.says('Applied');
    await isQuiet();
    const after = await desk.bot().stop();

    expect([before.code, after.code]).toEqual([0, 0]);
    expect(collector.faults()).toEqual([]);
    const [submit] = spansNamed('request submit');
    const story = collector.spans().filter(({ traceId }) => traceId === submit?.traceId);
    expect(pathOf(submit)).toEqual(['request submit', 'click view_submission']);
    expect(pathOf(spansNamed('request approve')[0])).toEqual([
      'request approve',
      ...pathOf(submit),
    ]);
    expect(pathOf(spansNamed('live PUT')[0])).toEqual([
      'live PUT',
      'outbox execute',
      ...pathOf(submit),
    ]);
    for (const step of ['claim', 'send', 'succeed']) {
      expect(pathOf(spansNamed(`request ${step}`)[0])[1]).toBe('outbox execute');
    }
    const inShow = story.filter((span) => pathOf(span)[1] === 'outbox show');
    expect(inShow.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['slack chat.postMessage', 'slack chat.update']),
    );
    // The click that decided has a trace of its own, and the step leads to it.
    const click = collector.spans().find(({ spanId }) => spanId === linkOf('request approve'));
    expect(click?.name).toBe('click view_submission');
    expect(new Set(story.map(({ resource }) => resource['service.instance.id'])).size).toBe(2);
    expect(submit).toMatchObject({
      attributes: { 'relaydesk.request': card.request, 'relaydesk.state': 'pending' },
      resource: { 'service.name': 'desk', team: 'relays' },
    });
    expect(logOf('request: succeed')).toMatchObject({ trace_id: submit?.traceId });
  });

  test('hold no secret and nothing that people typed', async () => {
    await open({ LOG_LEVEL: 'debug' });
    await change();
    await desk.bot().stop();

    expect(collector.spans().length).toBeGreaterThan(10);
    const words = ['The programme has changed', 'media.example.com'];
    for (const text of [...Object.values(SECRETS), CLOUD_USER.password, TOKEN, ...words]) {
      expect(collector.text()).not.toContain(text);
    }
    expect(desk.bot().logs().join('\n')).not.toContain(TOKEN);
  });

  test('an unavailable collector is logged once, and once more when it is back', async () => {
    await open();
    collector.answer(400);
    await change();
    await untilLogged('traces cannot be sent');
    const told = collector.calls();
    await change();
    await desk.slack.until(() => collector.calls() > told, 'another try', { timeoutMs: 20_000 });
    collector.answer(200);
    await change();
    await untilLogged('traces can be sent again');

    expect([logged('traces cannot be sent'), logged('traces can be sent again')]).toEqual([1, 1]);
  });

  test('a collector that never answers holds up nothing, not even a stop', async () => {
    await open({ OTEL_EXPORTER_OTLP_TIMEOUT: '60000' });
    collector.answer('nothing');
    await change();
    const fromMs = performance.now();
    const { code } = await desk.bot().stop();

    expect(code).toBe(0);
    expect(performance.now() - fromMs).toBeLessThan(8_000);
    expect(collector.calls()).toBeGreaterThan(0);
  });
});

/** A program that ends the bot when it loads what traces need. */
const GUARD = `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) {
  if (name.startsWith('@opentelemetry/sdk-trace')) process.exit(99);
  return next(name, context);
} });`;

test('nothing of it is loaded unless traces are configured, and OTEL_SDK_DISABLED overrides that', async () => {
  await open({
    OTEL_SDK_DISABLED: 'true',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(GUARD)}`,
  });
  await change();

  expect(collector.calls()).toBe(0);
});

const spansNamed = (name: string): readonly SeenSpan[] =>
  collector.spans().filter((span) => span.name === name);

const linkOf = (name: string): string | undefined => spansNamed(name)[0]?.links[0]?.spanId;

/** The names of a span, of its parent, and so on. */
const pathOf = (span: SeenSpan | undefined): readonly string[] => {
  if (!span) return [];
  const parent = collector.spans().find(({ spanId }) => spanId === span.parentSpanId);
  return [span.name, ...pathOf(parent)];
};

const logOf = (message: string): unknown =>
  desk
    .bot()
    .logs()
    .map((line): unknown => JSON.parse(line))
    .find((line) => (line as { readonly message: string }).message === message);
