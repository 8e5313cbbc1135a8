import { onTestFinished } from 'vitest';
import {
  createSimulatedLive,
  type SimulatedLive,
  type SimulatedLiveOptions,
} from './simulated-live.ts';
import { sign } from './signature.ts';
import { toWireTime, type WireTask } from './wire-task.ts';

/** For waits that are short on any machine but a busy one. */
export const patient = { timeout: 20_000 };
export const nowMs = Date.parse('2026-11-24T06:00:00Z');
export const projectId = '0123456789abcdef0123456789abcdef';
const user = { domain: 'broadcaster', name: 'relaydesk', password: 'right' };

export const vodTask: WireTask = {
  task_id: 'task-1',
  status: 'enable',
  region: 'cn-north-4',
  source_type: 'PullVodPushLive',
  source_urls: ['https://media.example.com/a.mp4', 'https://media.example.com/b.mp4'],
  vod_loop_time: '3',
  vod_refresh_type: 'continue_from_break_point',
  vod_start_video_index: 1,
  vod_start_video_time: 30,
  start_time: toWireTime(nowMs - 60 * 60 * 1000),
  end_time: toWireTime(nowMs + 60 * 60 * 1000),
  callback_events: ['TaskExit'],
};

/** Ends with the test. */
export const playLive = async (
  options: Partial<SimulatedLiveOptions> = {},
): Promise<SimulatedLive> => {
  const live = await createSimulatedLive({
    projectId,
    region: 'cn-north-4',
    user,
    accessKey: 'AccessKey',
    secretKey: 'SecretKey',
    tasks: [vodTask],
    omission: 'keep',
    now: () => nowMs,
    ...options,
  });
  onTestFinished(() => live.stop());
  return live;
};

export interface Got {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

export const call = async (url: string, init: RequestInit = {}): Promise<Got> => {
  const response = await fetch(url, init);
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, body, headers: response.headers };
};

export const identity = (
  password = user.password,
  project: Record<string, unknown> = { id: projectId },
) => ({
  auth: {
    identity: {
      methods: ['password'],
      password: { user: { name: user.name, password, domain: { name: user.domain } } },
    },
    scope: { project },
  },
});

export const askToken = (live: SimulatedLive, body: unknown = identity()): Promise<Got> =>
  call(`${live.iamUrl}/v3/auth/tokens?nocatalog=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json;charset=utf8' },
    body: JSON.stringify(body),
  });

export const taskUrl = (live: SimulatedLive, project = projectId): string =>
  `${live.url}/v1/${project}/pull/stream/task`;

/** A caller that has a token and uses it for everything. */
export const caller = async (live: SimulatedLive) => {
  const token = (await askToken(live)).headers.get('x-subject-token') ?? '';
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  return {
    token,
    headers,
    get: (query = ''): Promise<Got> => call(`${taskUrl(live)}${query}`, { headers }),
    put: (body: unknown): Promise<Got> =>
      call(taskUrl(live), {
        method: 'PUT',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
};

/** Headers of a call signed with a key pair, as the vendor's clients sign them. */
export const signedHeaders = (
  live: SimulatedLive,
  input: {
    readonly query?: string;
    readonly secretKey?: string;
    readonly sdkDate?: string;
    readonly project?: string;
  } = {},
): Record<string, string> => {
  const signed = {
    host: new URL(live.url).host,
    'x-project-id': input.project ?? projectId,
    'x-sdk-date': input.sdkDate ?? '20261124T060000Z',
  };
  const names = Object.keys(signed);
  const target = `/v1/${projectId}/pull/stream/task${input.query ?? ''}`;
  const { signature } = sign({
    request: { method: 'GET', target, headers: signed, body: '' },
    signedHeaders: names,
    secretKey: input.secretKey ?? 'SecretKey',
  });
  return {
    ...signed,
    authorization: `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
};
