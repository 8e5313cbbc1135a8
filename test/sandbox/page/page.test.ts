import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleTasks } from '../live/sample-tasks.ts';
import type { Fields } from '../slack/json.ts';
import { call } from '../slack/testing.ts';
import type { PageState } from './state.ts';
import { menu as offered } from './switches.ts';
import { openPage, type OpenPage } from './testing.ts';

const stored = { id: 'R-1', document: { state: 'pending' }, timers: [], waiting: [], audit: [] };
let opened: OpenPage;
let slack: OpenPage['slack'];
let live: OpenPage['live'];
let page: OpenPage['page'];

beforeEach(async () => {
  opened = await openPage({ requests: [stored] });
  ({ slack, live, page } = opened);
});
afterEach(() => opened.stop());

const get = async (path: string): Promise<Fields> => {
  const response = await fetch(`${page.url}${path}`);
  return (await response.json()) as Fields;
};
const state = async (as: string): Promise<PageState> =>
  (await get(`/state?as=${as}`)) as unknown as PageState;
const post = async (path: string, body: Fields): Promise<Fields> => {
  const response = await fetch(`${page.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Fields;
};
const act = async (as: string, verb: string, body: Fields = {}): Promise<Fields> =>
  await post('/do', { as, verb, ...body });
const ops = (seen: PageState) => seen.channels.find(({ id }) => id === 'C0OPS');

describe('what a person sees on the page', () => {
  it('is their channels, and nobody else’s', async () => {
    expect((await state('U0ANN')).channels.map(({ name }) => name)).toContain('out');
    expect((await state('U0BEN')).channels.map(({ name }) => name)).not.toContain('out');
  });

  it('is their own answers and modals', async () => {
    await act('U0ANN', 'runs', { line: '/desk hello', channel: 'C0OPS' });
    await act('U0ANN', 'runs', { line: '/desk', channel: 'C0OPS' });
    await slack.person('U0ANN').untilModal('form');

    const [ann, ben] = [await state('U0ANN'), await state('U0BEN')];
    expect(ops(ann)?.ephemerals.map(({ text }) => text)).toEqual(['Hello, <@U0ANN>']);
    expect(ann.modals.map(({ title }) => title)).toEqual(['Form']);
    expect(ops(ben)?.ephemerals).toEqual([]);
    expect(ben.modals).toEqual([]);
  });

  it('says which messages are for them, by name and by group', async () => {
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: '<!subteam^S0LEADS> look' });

    const [ann, ben] = [await state('U0ANN'), await state('U0BEN')];
    expect(ops(ann)?.messages.at(-1)?.mentionsMe).toBe(false);
    expect(ops(ben)?.messages.at(-1)?.mentionsMe).toBe(true);
  });

  it('is an error message for an unknown person', async () => {
    expect(await get('/state?as=U0NOBODY')).toEqual({
      refused: 'nobody called U0NOBODY works here',
    });
  });
});

describe('what a person does on the page', () => {
  it('fills a form, searches, sends it and reads the errors', async () => {
    await act('U0ANN', 'runs', { line: '/desk', channel: 'C0OPS' });
    const { id: view } = await slack.person('U0ANN').untilModal('form');
    const found = await act('U0ANN', 'searches', {
      where: 'modal',
      view,
      block: 'task',
      action: 'value',
      text: 'n',
    });
    expect(found).toMatchObject([{ value: 'n' }]);

    const where = { where: 'modal', view };
    await act('U0ANN', 'types', { ...where, block: 'task', action: 'value', value: 'n' });
    await act('U0ANN', 'types', { ...where, block: 'name', action: 'value', value: 'nobody' });
    expect(await act('U0ANN', 'submits', { view })).toEqual({ errors: { name: 'Who is that?' } });
    expect((await state('U0ANN')).modals[0]?.errors).toEqual({ name: 'Who is that?' });
  });

  it('presses a button of a card', async () => {
    await act('U0ANN', 'runs', { line: '/desk card', channel: 'C0OPS' });
    const card = await slack.until(() => slack.channel('C0OPS').messages().at(-1), 'the card');
    const where = { where: 'message', channel: 'C0OPS', ts: card.ts };
    await act('U0BEN', 'presses', { ...where, block: 'decide', action: 'approve' });

    await slack.until(() => slack.channel('C0OPS').messages().at(-1)?.edited, 'the end');
    expect(slack.channel('C0OPS').messages().at(-1)?.text).toBe('Done');
  });

  it('writes names that the client turns into mentions', async () => {
    await act('U0ANN', 'writes', { channel: 'C0OPS', text: '@ben & @leads, see <#ops>' });

    const { text } = slack.channel('C0OPS').messages().at(-1)!;
    expect(text).toBe('<@U0BEN> &amp; <!subteam^S0LEADS>, see &lt;<#C0OPS>&gt;');
  });

  it('is told why something cannot be done', async () => {
    const asked = { line: '/nothing', channel: 'C0OPS' };
    expect(await act('U0ANN', 'runs', asked)).toEqual({
      refused: 'the manifest has no command /nothing',
    });
    expect(await act('U0ANN', 'submits', { view: 'V1' })).toEqual({
      refused: 'this modal is not open any more',
    });
    expect(await act('U0ANN', 'flies')).toEqual({ refused: 'nobody can do "flies"' });
  });
});

describe('the world panel', () => {
  const taskId = sampleTasks(0)[0]!.task_id;
  const fault = { switch: 'fail', on: 'PUT', status: 500, seconds: 1 };
  const slackFault = { switch: 'fail_slack', method: '*', with: 'timeout' };
  const edit = { switch: 'edit', task: taskId };

  it('shows tasks, calls without passwords, and what Redis holds', async () => {
    await fetch(`${live.iamUrl}/v3/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({ user: { password: 'a-simulated-password' } }),
    });

    const world = await get('/world');
    expect(world['tasks']).toHaveLength(6);
    expect(world['requests']).toEqual([stored]);
    expect(world['calls']).toMatchObject([{ on: 'TOKEN', method: 'POST' }]);
    expect(JSON.stringify(world)).not.toContain('a-simulated-password');
  });

  it('lists pending failures until they have happened', async () => {
    const order = { switch: 'fail', on: 'GET', with: 'status', status: '503', code: 'LIVE.1' };
    await post('/world', order);
    expect((await get('/world'))['armed']).toEqual([{ on: 'GET', what: 'fails with 503 LIVE.1' }]);

    const answer = await fetch(`${live.url}/v1/project/pull/stream/task`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { error_code: 'LIVE.1' }]);
    expect((await get('/world'))['armed']).toEqual([]);
  });

  it('lets a call of Slack fail once, and lists it until then', async () => {
    await post('/world', { switch: 'fail_slack', method: 'chat.update', with: 'internal_error' });
    const what = 'fails with internal_error';
    expect((await get('/world'))['armed']).toEqual([{ on: 'chat.update', what }]);

    const update = { channel: 'C0OPS', ts: '1.1', text: 'x' };
    expect(await call(slack, 'chat.update', update)).toMatchObject({ error: 'internal_error' });
    expect((await get('/world'))['armed']).toEqual([]);
    expect(await call(slack, 'chat.update', update)).toMatchObject({ error: 'message_not_found' });
    expect(await post('/world', { switch: 'fail_slack', method: 'x', with: 'y' })).toEqual({
      refused: 'nothing goes wrong like "y"',
    });
  });

  it('lets somebody else change a task, now or in the middle of a call', async () => {
    const toggle = { ...edit, change: 'toggle_status' };
    await post('/world', { ...toggle, when: 'now' });
    expect(live.task(taskId).status).toBe('pause');

    await post('/world', { ...toggle, when: 'GET' });
    expect(live.task(taskId).status).toBe('pause');
    await fetch(`${live.url}/v1/project/pull/stream/task`);
    expect(live.task(taskId).status).toBe('enable');
  });

  it('moves and stops the clock, in both halves of the page', async () => {
    await post('/world', { switch: 'clock', do: 'freeze' });
    const before = (await state('U0ANN')).clock;
    await post('/world', { switch: 'clock', seconds: 14_400 });

    const moved = { isFrozen: true, isMovable: true, nowMs: before.nowMs + 14_400_000 };
    expect((await state('U0ANN')).clock).toMatchObject(moved);
    expect((await get('/world'))['clock']).toMatchObject(moved);
    expect(await post('/world', { switch: 'clock', seconds: -1 })).toEqual({
      refused: 'a step is a whole number from 1 to 2678400',
    });
    await post('/world', { switch: 'clock', do: 'thaw' });
    expect((await state('U0ANN')).clock.isFrozen).toBe(false);
  });

  it('accepts everything that its forms offer', async () => {
    const { menu } = (await get('/world')) as unknown as { menu: typeof offered };
    const orders = [
      ...menu.calls.map(([on]) => ({ switch: 'fail', on, with: 'hold' })),
      ...menu.faults.map(([how]) => ({ ...fault, with: how })),
      ...menu.slackMethods.map(([method]) => ({ ...slackFault, method })),
      ...menu.slackFaults.map(([how]) => ({ ...slackFault, with: how })),
      ...menu.edits.map(([change]) => ({ ...edit, change, when: 'now' })),
      ...menu.moments.map(([when]) => ({ ...edit, change: 'loop_three', when })),
      ...menu.streams.map(([how]) => ({ switch: 'stream', task: taskId, how })),
      ...menu.listings.map(([answer]) => ({ switch: 'listing', answer })),
      ...menu.events.map(([event]) => ({ switch: 'event', task: taskId, event })),
    ];
    expect(orders.length).toBeGreaterThan(25);

    const refused = [];
    for (const order of orders) {
      const body = await post('/world', order);
      if ('refused' in body) refused.push({ order, body });
    }
    expect(refused).toEqual([]);
  });

  it('kills the bot, fires events and refuses nonsense', async () => {
    await post('/world', { switch: 'kill_bot' });
    await post('/world', { switch: 'event', task: taskId, event: 'TaskAlarm' });

    expect((await get('/world'))['bot']).toMatchObject({ running: 0 });
    expect(live.firedEvents()).toMatchObject([{ event: 'TaskAlarm' }]);
    expect(await post('/world', { switch: 'fail', on: 'PUT', with: 'status', status: 1 })).toEqual({
      refused: 'a status is a whole number from 400 to 599',
    });
  });
});

it('notifies open pages of changes, several at once', async () => {
  const events = await fetch(`${page.url}/events`);
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  const next = reader.read();

  const writes = ['one', 'two', 'three'].map((text) =>
    slack.person('U0ANN').writes(text, { channel: 'C0OPS' }),
  );
  await Promise.all(writes);

  const { value } = await next;
  expect(value).toContain('event: slack');
  expect(value?.match(/event: slack/g)).toHaveLength(1);
  await reader.cancel();
});
