import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import parse from 'parse-prometheus-text-format';
import { type Desk, openDesk } from './desk.ts';

type Families = ReturnType<typeof parse>;
type Labels = Readonly<Record<string, string>>;

const PROJECT = 'live-prod';
/** Labels of a transition. */
const of = (event: string, state: string): Labels => ({ project: PROJECT, event, state });

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const scrape = async () => {
  const response = await fetch(`${desk.bot().url}/metrics`, { signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  // The parser drops the labels of histograms, so each line is parsed without its type.
  const families = parse(text.replaceAll(/^# TYPE \S+ histogram$/gm, ''));
  return { response, text, families };
};

/** The value with these labels. */
const valueOf = (families: Families, name: string, labels: Labels = {}): number | undefined => {
  const found = families
    .flatMap((family) => (family.name === name ? family.metrics : []))
    .find((metric) =>
      Object.entries(labels).every(([label, value]) => metric.labels?.[label] === value),
    );
  return found && Number(found.value);
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every metric that a text names: a dashboard, alerts, or the documentation. */
const namedIn = (path: string): readonly string[] => {
  const text = readFileSync(join(root, path), 'utf8');
  const names = text.matchAll(/\b(?:relaydesk|nodejs|process)_[a-z0-9_]+\b/g);
  return [...new Set([...names].map(([name]) => name.replace(/_(bucket|count|sum)$/, '')))];
};

test.each([
  ['deploy/grafana/relaydesk.json', 20],
  ['deploy/prometheus/alerts.yml', 10],
  ['docs/OPERATIONS.md', 15],
])('every metric that %s names exists', async (path, least) => {
  const { text } = await scrape();
  const there = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  // The docs abbreviate a family with "…" and name a metric of Redis.
  const named = namedIn(path).filter((name) => !name.endsWith('_') && name !== 'relaydesk_redis');

  expect(named.length).toBeGreaterThan(least);
  expect(named.filter((name) => !there.has(name))).toEqual([]);
});

describe('What a desk counts', () => {
  test('is in the text format of Prometheus, whose parser reads all of it', async () => {
    const { response, text } = await scrape();
    const families = parse(text);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const announced = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
    expect(families.map(({ name }) => name)).toEqual(announced);
    expect(announced.length).toBeGreaterThan(40);
    expect(families.filter(({ help }) => help === '')).toEqual([]);
    // Node's own metrics may be NaN when nothing was measured since the last scrape.
    const ours = families.filter(({ name }) => name.startsWith('relaydesk_'));
    expect(ours.flatMap(({ metrics }) => metrics.map(({ value }) => value))).not.toContain('Nan');
  });

  describe('of one approved change that somebody else tried to withdraw', () => {
    let waiting: Families = [];
    let ended: Families = [];
    beforeAll(async () => {
      const { operator, lead, outsider, newTask, isQuiet } = desk;
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      waiting = (await scrape()).families;
      await outsider.withdraws(card);
      await outsider.isTold('🔒');
      await lead.approves(card);
      await card.says('Applied');
      await isQuiet();
      ended = (await scrape()).families;
    });

    test('a waiting request is shown, and for how long it has waited', () => {
      const pending = { state: 'pending' };
      expect(valueOf(waiting, 'relaydesk_requests', pending)).toBe(1);
      const age = valueOf(waiting, 'relaydesk_oldest_request_age_seconds', pending);
      expect(age).toBeGreaterThan(0);
    });

    test.each<[string, Labels, number]>([
      ['relaydesk_transitions_total', of('submit', 'pending'), 1],
      ['relaydesk_transitions_total', of('approve', 'approved'), 1],
      ['relaydesk_transitions_total', of('claim', 'applying'), 1],
      ['relaydesk_transitions_total', of('send', 'applying'), 1],
      ['relaydesk_transitions_total', of('succeed', 'applied'), 1],
      // Rare steps start at 0, since Prometheus sees no increase in a new series.
      ['relaydesk_transitions_total', of('stream_gone', 'applied'), 0],
      ['relaydesk_transitions_total', of('late_effect', 'applied'), 0],
      ['relaydesk_refusals_total', { operation: 'withdraw', reason: 'not_the_requester' }, 1],
      ['relaydesk_decision_seconds_count', { project: PROJECT, state: 'approved' }, 1],
      ['relaydesk_run_seconds_count', { project: PROJECT, state: 'applied' }, 1],
      ['relaydesk_api_calls_total', { operation: 'modify', status: '200', error_code: '' }, 1],
      ['relaydesk_api_call_seconds_count', { operation: 'token' }, 1],
      ['relaydesk_click_ack_seconds_count', { kind: 'view_submission' }, 2],
      ['relaydesk_outbox_handle_seconds_count', { kind: 'execute', outcome: 'done' }, 1],
      ['relaydesk_requests', { state: 'pending' }, 0],
      ['relaydesk_requests', { state: 'closed' }, 1],
      ['relaydesk_outbox_entries', {}, 0],
      ['relaydesk_redis_up', {}, 1],
      ['relaydesk_slack_connected', {}, 1],
    ])('%s %o is %i', (name, labels, value) => {
      expect(valueOf(ended, name, labels)).toBe(value);
    });

    test('counts each call of Slack, and the lines of the audit', () => {
      const labels = { method: 'chat.postMessage', outcome: 'ok' };
      const calls = desk.slack.calls().filter(({ method }) => method === labels.method);

      expect(valueOf(ended, 'relaydesk_slack_calls_total', labels)).toBe(calls.length);
      expect(valueOf(ended, 'relaydesk_audit_lines')).toBeGreaterThan(5);
    });
  });

  test('shows refusals of the API and of Slack by their own codes', async () => {
    const { operator, lead, newTask, live, slack } = desk;
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    const body = { error_code: 'LIVE.100011001', error_msg: 'Invalid', request_id: 'c0ffee' };
    live.fail({ on: 'PUT', with: { status: 400, body } });
    slack.fail({ method: 'chat.update', with: { status: 429, retryAfter: 1 } });

    await lead.approves(card);
    await card.says('Failed');

    const { families } = await scrape();
    expect(
      valueOf(families, 'relaydesk_api_calls_total', {
        operation: 'modify',
        status: '400',
        error_code: 'LIVE.100011001',
      }),
    ).toBe(1);
    expect(
      valueOf(families, 'relaydesk_slack_calls_total', {
        method: 'chat.update',
        outcome: 'rate_limited',
      }),
    ).toBe(1);
  });

  test('contains no person, task, request or URL', async () => {
    const { text } = await scrape();

    for (const { task_id: task } of desk.live.tasks()) expect(text).not.toContain(task);
    expect(text).not.toMatch(/U0[A-Z]|C0[A-Z]|R-\d|https?:/);
  });

  test('is answered in bounded time while Redis hangs, without invented numbers', async () => {
    desk.redis.freeze();
    const { text, families } = await scrape();
    desk.redis.thaw();

    expect(valueOf(families, 'relaydesk_redis_up')).toBe(0);
    expect(text).toMatch(/^relaydesk_outbox_entries Nan$/m);
    expect(text).not.toMatch(/^relaydesk_requests\{/m);
    expect(valueOf(families, 'relaydesk_transitions_total', { event: 'submit' })).toBe(2);
  });
});
