import { App, HTTPReceiver, LogLevel, type BlockAction, type ButtonAction } from '@slack/bolt';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Pool } from 'undici';

/**
 * What a good engineer writes by hand for the promises about one request, as fast as they can be kept: nothing that was
 * acknowledged is lost, what was shown is what runs, at most one PUT for an approval, and the card says what the task
 * holds. A request is one hash in Redis, and every step is one script with the entry of the outbox. It has no policy,
 * audit, lists, schedules, reviews, groups, languages or replicas of configuration: those are what relaydesk adds.
 */

const { env } = process;
const CHANNEL = env['CHANNEL'] ?? '';
const APPROVERS = new Set((env['APPROVERS'] ?? '').split(','));
/** How long a process may take over a step before another one resumes it; longer than any call. */
const LEASE_MS = Number(env['LEASE_MS'] ?? 60_000);
const CALL_MS = 20_000;
/** The longest between the mark and the PUT: others may have given up a process that was frozen for longer. */
const SEND_WITHIN_MS = 2_000;
const READ_BACK_MS = [0, 500, 1_500, 3_000];
const PATH = `/v1/${env['LIVE_PROJECT']}/pull/stream/task`;

type Fields = Readonly<Record<string, unknown>>;
/** The hash of a request. Every value is text; `base`, `payload` and `after` are JSON. */
interface Request {
  readonly state: string;
  readonly task: string;
  readonly base: string;
  readonly payload: string;
  readonly digest: string;
  readonly reason: string;
  readonly requester: string;
  readonly decider?: string;
  readonly card?: string;
}

// Redis ------------------------------------------------------------------------------------------------------------

/** Moves a request from one state to the next, with the lock of its task and its entry in the outbox, or does nothing. */
const STEP = `
local request, outbox, lock = unpack(KEYS)
local id, from, to, digest, decider, locking, due = unpack(ARGV, 1, 7)
local held = redis.call('HMGET', request, 'state', 'digest', 'requester')
if (held[1] or '') ~= from then return { 'It is ' .. (held[1] or 'gone') .. ' by now.' } end
if digest ~= '' and digest ~= held[2] then return { 'It has changed meanwhile.' } end
if decider ~= '' and decider == held[3] then return { 'You cannot decide on your own request.' } end
local owner = redis.call('GET', lock)
if locking == 'take' and owner and owner ~= id then return { owner .. ' runs on this task.' } end
if locking == 'take' then redis.call('SET', lock, id) end
if locking == 'release' and owner == id then redis.call('DEL', lock) end
redis.call('HSET', request, 'state', to, unpack(ARGV, 8))
if due == '' then redis.call('ZREM', outbox, id) else redis.call('ZADD', outbox, due, id) end
if locking == 'take' then return { '', unpack(redis.call('HGETALL', request)) } end
return { '' }`;

/** Takes entries whose process did not finish them in time. */
const TAKE = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 20)
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], ARGV[2], id) end
return ids`;

const redis = new Redis(env['REDIS_URL'] ?? '', { scripts: script() });
const scripts = redis as unknown as {
  step: (...values: readonly (string | number)[]) => Promise<string[]>;
  take: (...values: readonly (string | number)[]) => Promise<string[]>;
};
const OUTBOX = 'careful:outbox';
const keyOf = (id: string): string => `careful:request:${id}`;
const draftKey = (id: string): string => `careful:draft:${id}`;

function script() {
  return { step: { lua: STEP, numberOfKeys: 3 }, take: { lua: TAKE, numberOfKeys: 1 } };
}

interface Step {
  readonly from: string;
  readonly to: string;
  readonly digest?: string;
  readonly decider?: string;
  readonly locking?: 'take' | 'release';
  /** Nothing is left to do after this step. */
  readonly isLast?: boolean;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Returns why it was not made, or the request where the lock was taken. */
async function step(id: string, task: string, made: Step): Promise<Request | string | undefined> {
  const { from, to, digest = '', decider = '', locking = '', isLast = false, fields = {} } = made;
  const due = isLast ? '' : Date.now() + LEASE_MS;
  const values = Object.entries({ ...fields, atMs: String(Date.now()) }).flat();
  const keys = [keyOf(id), OUTBOX, `careful:lock:${task}`];
  const args = [id, from, to, digest, decider, locking, due, ...values];
  const [refusal = '', ...pairs] = await scripts.step(...keys, ...args);
  if (refusal !== '') return refusal;
  if (pairs.length === 0) return undefined;
  const request: Record<string, string> = {};
  for (let at = 0; at < pairs.length; at += 2) request[pairs[at] ?? ''] = pairs[at + 1] ?? '';
  return request as unknown as Request;
}

// Live API ---------------------------------------------------------------------------------------------------------

const live = new Pool(env['LIVE_URL'] ?? '', { connections: 32, pipelining: 1 });
let token = await signIn();

async function signIn(): Promise<string> {
  const user = {
    name: env['LIVE_USER'],
    password: env['LIVE_PASSWORD'],
    domain: { name: env['LIVE_DOMAIN'] },
  };
  const identity = { methods: ['password'], password: { user } };
  const { headers, body } = await live.request({
    method: 'POST',
    path: '/v3/auth/tokens',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope: { project: { id: env['LIVE_PROJECT'] } } } }),
  });
  await body.dump();
  return String(headers['x-subject-token']);
}

async function call(method: 'GET' | 'PUT', path: string, body?: string, again = true) {
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(CALL_MS);
  const answer = await live.request({ method, path, headers, signal, ...(body ? { body } : {}) });
  const text = await answer.body.text();
  if (answer.statusCode !== 401 || !again) return { status: answer.statusCode, text };
  token = await signIn();
  return call(method, path, body, false);
}

async function readTask(id: string): Promise<Fields | undefined> {
  const { status, text } = await call('GET', `${PATH}?task_id=${id}&limit=1&offset=0`);
  if (status !== 200) throw new Error(`the task cannot be read: ${status}`);
  return (JSON.parse(text) as { task_infos: Fields[] }).task_infos[0];
}

const MODIFIABLE = [
  'status',
  'source_urls',
  'vod_refresh_type',
  'vod_loop_time',
  'vod_start_video_index',
  'vod_start_video_time',
  'start_time',
  'end_time',
  'callback_events',
];

/** The whole task with the change. A start in the past stays out: the API is not known to accept it again. */
function payloadOf(base: Fields, change: Fields): Fields {
  const merged: Fields = { vod_refresh_type: 'immediate_new_source', ...base, ...change };
  const isStarted = Date.parse(String(base['start_time'])) <= Date.now();
  const sent = MODIFIABLE.filter(
    (field) => merged[field] !== undefined && !(field === 'start_time' && isStarted),
  );
  return { task_id: base['task_id'], ...Object.fromEntries(sent.map((f) => [f, merged[f]])) };
}

const isSame = (a: Fields, b: Fields, fields: readonly string[]): boolean =>
  fields.every((field) => JSON.stringify(a[field]) === JSON.stringify(b[field]));

// Slack ------------------------------------------------------------------------------------------------------------

const receiver = new HTTPReceiver({
  signingSecret: env['SLACK_SIGNING_SECRET'] ?? '',
  endpoints: '/slack/events',
  customRoutes: [
    { path: '/readyz', method: 'GET', handler: (_request, response) => void response.end() },
  ],
});
const app = new App({
  token: env['SLACK_BOT_TOKEN'] ?? '',
  receiver,
  clientOptions: { slackApiUrl: env['SLACK_API_URL'] ?? '' },
  logLevel: LogLevel.ERROR,
});
const { client } = app;

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const section = (text: string) => ({
  type: 'section' as const,
  text: { type: 'mrkdwn' as const, text: text.slice(0, 3_000) },
});
const button = (action_id: string, text: string, value: string) => ({
  type: 'button' as const,
  action_id,
  text: plain(text),
  value,
});
const input = (block_id: string, label: string, initial?: string, multiline = false) => ({
  type: 'input' as const,
  block_id,
  label: plain(label),
  element: {
    type: 'plain_text_input' as const,
    action_id: 'value',
    multiline,
    ...(initial === undefined ? {} : { initial_value: initial }),
  },
});
/** Made safe for Slack, and without what signed addresses carry. */
const safe = (value: unknown): string =>
  JSON.stringify(value ?? null)
    .replaceAll(/\?[^"]*/g, '?…')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

function blocksOf(id: string, request: Request) {
  const [base, payload] = [JSON.parse(request.base), JSON.parse(request.payload)] as Fields[];
  const changed = MODIFIABLE.filter(
    (field) => payload?.[field] !== undefined && !isSame(base ?? {}, payload, [field]),
  );
  const lines = changed.map((f) => `*${f}*: ${safe(base?.[f])} → ${safe(payload?.[f])}`);
  const value = `${id} ${request.digest} ${request.task}`;
  const isOpen = request.state === 'pending';
  return [
    section(`*${id}*: <@${request.requester}> asks to change *${request.task}*: ${request.state}`),
    section(lines.join('\n') || 'No field changes.'),
    section(`Because: ${safe(request.reason)}. Payload ${request.digest.slice(0, 12)}`),
    ...(request.decider ? [section(`Decided by <@${request.decider}>`)] : []),
    ...(isOpen
      ? [
          {
            type: 'actions' as const,
            elements: [button('approve', 'Approve', value), button('reject', 'Reject', value)],
          },
        ]
      : []),
  ];
}

// The life of a request ----------------------------------------------------------------------------------------------

app.command('/relay', async ({ ack, command }) => {
  await ack();
  const base = await readTask(command.text.split(' ').at(-1) ?? '');
  if (!base) return;
  const id = randomUUID();
  const draft = JSON.stringify({ base, person: command.user_id });
  await redis.set(draftKey(id), draft, 'EX', 86_400);
  await client.views.open({
    trigger_id: command.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'form',
      private_metadata: id,
      title: plain('Change a relay task'),
      submit: plain('Ask for approval'),
      blocks: [
        input('source_urls', 'Source URLs', (base['source_urls'] as string[]).join('\n'), true),
        input('vod_loop_time', 'Loops', String(base['vod_loop_time'])),
        input('reason', 'Reason'),
      ],
    },
  });
});

app.view('form', async ({ ack, view, body }) => {
  const typed = (block: string): string => view.state.values[block]?.['value']?.value ?? '';
  const [source_urls, vod_loop_time] = [typed('source_urls').split('\n'), typed('vod_loop_time')];
  const errors = {
    ...(source_urls.every((url) => URL.canParse(url)) ? {} : { source_urls: 'Not an address' }),
    ...(/^(-1|\d+)$/.test(vod_loop_time) ? {} : { vod_loop_time: 'Not a number' }),
  };
  if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
  const found = await redis
    .pipeline()
    .get(draftKey(view.private_metadata))
    .incr('careful:last')
    .exec();
  const [text, number] = (found ?? []).map(([, value]) => value as string | null);
  const draft = JSON.parse(text ?? '{}') as { base?: Fields; person?: string };
  if (!draft.base || draft.person !== body.user.id) {
    return ack({ response_action: 'errors', errors: { reason: 'This form has expired.' } });
  }
  const payload = JSON.stringify(payloadOf(draft.base, { source_urls, vod_loop_time }));
  const request: Request = {
    state: 'pending',
    task: String(draft.base['task_id']),
    base: JSON.stringify(draft.base),
    payload,
    digest: createHash('sha256').update(payload).digest('hex'),
    reason: typed('reason'),
    requester: body.user.id,
  };
  const id = `R-${number}`;
  const { state, ...fields } = request;
  await step(id, request.task, { from: '', to: state, fields });
  const blocks = [section(`${id} is submitted.`)];
  await ack({
    response_action: 'update',
    view: { type: 'modal', title: plain('Submitted'), blocks },
  });
  await post(id, request);
});

for (const kind of ['approve', 'reject'] as const) {
  app.action<BlockAction<ButtonAction>>(kind, async ({ ack, action, body, respond }) => {
    const [id = '', digest = '', task = ''] = (action.value ?? '').split(' ');
    const decider = body.user.id;
    const refuse = async (text: string): Promise<void> => {
      await ack();
      await respond({ response_type: 'ephemeral', replace_original: false, text });
    };
    if (!APPROVERS.has(decider)) return refuse('You are not an approver.');
    const decided = await step(id, task, {
      from: 'pending',
      digest,
      decider,
      ...(kind === 'approve' ? { to: 'running', locking: 'take' } : { to: 'rejected' }),
      fields: { decider, card: body.message?.ts ?? '' },
    });
    if (typeof decided === 'string') return refuse(decided);
    const work = decided ? run(id, decided) : resume(id);
    await ack();
    await work;
  });
}

/** Reads the task under its lock, compares, marks, sends, and reads back. */
async function run(id: string, request: Request): Promise<void> {
  const [base, payload] = [request.base, request.payload].map((text) => JSON.parse(text) as Fields);
  const before = await readTask(request.task);
  if (!base || !payload || !before || !isSame(before, base, MODIFIABLE)) {
    return end(id, request, 'running', 'stale', before);
  }
  const markedFromMs = Date.now();
  const late = await step(id, request.task, { from: 'running', to: 'sent' });
  // Another process has resumed it.
  if (typeof late === 'string') return;
  if (Date.now() - markedFromMs > SEND_WITHIN_MS) return end(id, request, 'sent', 'failed', before);
  // If the answer is lost this throws, and once the lease is over the request is settled by reading.
  await call('PUT', PATH, request.payload);
  return settle(id, request);
}

/** What the task holds decides, whatever the API answered. */
async function settle(id: string, request: Request): Promise<void> {
  const payload = JSON.parse(request.payload) as Fields;
  let after: Fields | undefined;
  for (const waitMs of READ_BACK_MS) {
    if (waitMs > 0) await sleep(waitMs);
    after = await readTask(request.task);
    if (after && isSame(after, payload, Object.keys(payload))) {
      return end(id, request, 'sent', 'applied', after);
    }
  }
  return end(id, request, 'sent', 'failed', after);
}

async function end(id: string, request: Request, from: string, to: string, after?: Fields) {
  const fields = { after: JSON.stringify(after ?? null) };
  const late = await step(id, request.task, { from, to, locking: 'release', fields });
  if (typeof late !== 'string') await show(id, { ...request, state: to });
}

/** `again`: a process may have posted it and died before it could say so. */
async function post(id: string, request: Request, again = false): Promise<void> {
  const metadata = { event_type: 'careful', event_payload: { id } };
  const found = again ? await postedBefore(id) : undefined;
  const { ts = '' } =
    found ??
    (await client.chat.postMessage({
      channel: CHANNEL,
      text: `${id}: ${request.task}`,
      metadata,
      blocks: blocksOf(id, request),
    }));
  const fields = { card: ts };
  // If it is decided by now, the press told which message is the card.
  await step(id, request.task, { from: 'pending', to: 'pending', isLast: true, fields });
}

async function postedBefore(id: string): Promise<{ ts?: string } | undefined> {
  const { messages = [] } = await client.conversations.history({
    channel: CHANNEL,
    limit: 200,
    include_all_metadata: true,
  });
  const sought = JSON.stringify({ id });
  return messages.find(({ metadata }) => JSON.stringify(metadata?.event_payload) === sought);
}

async function show(id: string, request: Request): Promise<void> {
  const text = `${id}: ${request.state}`;
  const blocks = blocksOf(id, request);
  await client.chat.update({ channel: CHANNEL, ts: request.card ?? '', text, blocks });
  await redis.zrem(OUTBOX, id);
}

/** Does what is left to do for a request, wherever a process left it. */
async function resume(id: string): Promise<void> {
  const request = (await redis.hgetall(keyOf(id))) as unknown as Request;
  if (request.state === 'pending') return post(id, request, true);
  if (request.state === 'running') return run(id, request);
  return request.state === 'sent' ? settle(id, request) : show(id, request);
}

async function sweep(): Promise<void> {
  const nowMs = Date.now();
  const ids = await scripts.take(OUTBOX, nowMs, nowMs + LEASE_MS);
  await Promise.allSettled(ids.map(resume));
}
setInterval(() => void sweep().catch(() => undefined), LEASE_MS / 10);
await sweep();
// A step that fails is resumed once its lease is over.
app.error(() => Promise.resolve());

await receiver.start(Number(env['PORT']));
