import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import type { ModifiableField, RelayTask } from '#src/relay/relay-task.ts';
import { wireTime } from '#src/relay/time.ts';
import type { EventGroup } from '#src/watch/group.ts';

/** Made up, with every field filled that people get to see. */

const HOUR_MS = 3_600_000;

export function sampleTask(nowMs: number): RelayTask {
  return {
    task_id: '7864b3dc-e92f-4f01-9a34-3d5b0e1f0c11',
    status: 'enable',
    source_type: 'PullVodPushLive',
    source_urls: ['https://media.example.com/one.mp4', 'https://media.example.com/two.mp4?key=a'],
    vod_loop_time: '-1',
    vod_refresh_type: 'immediate_new_source',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
    start_time: wireTime(nowMs - HOUR_MS),
    end_time: wireTime(nowMs + HOUR_MS),
    callback_events: ['TaskStart', 'TaskExit'],
    callback_url: 'https://relaydesk.example.com/live/events/token',
    region: 'cn-north-4',
    domain: 'push.example.com',
    app_name: 'live',
    stream_name: 'news-24h',
  } satisfies RelayTask & Record<ModifiableField, unknown>;
}

export function sampleRequest(base: RelayTask, nowMs: number): ChangeRequest {
  const change = { status: 'pause', source_urls: ['https://media.example.com/three.mp4'] };
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  const requester = { userId: 'U0' };
  return {
    schema: 1,
    id: 'R-1',
    version: 1,
    contentVersion: 1,
    state: 'pending',
    project: 'live-prod',
    base,
    change,
    payload,
    digest: digestOf(payload),
    reason: 'The evening programme is ready.',
    requester,
    policy: { quorum: 2, approverLists: [{ users: ['U1'], usergroups: [] }], rules: [] },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + HOUR_MS,
    applyAtMs: nowMs + HOUR_MS / 2,
    decisions: [],
    history: [{ event: 'submit', state: 'pending', atMs: nowMs, person: requester }],
  };
}

/** The same request, applied and failed. */
export function sampleOutcome(request: ChangeRequest, nowMs: number) {
  const { base, digest, requester } = request;
  const decided: ChangeRequest = {
    ...request,
    decisions: [{ kind: 'approve', person: { ...requester, userId: 'U1' }, atMs: nowMs, digest }],
  };
  const differences = [{ field: 'end_time', expected: base.end_time, found: undefined }] as const;
  const failure = {
    kind: 'answered',
    http_status: 400,
    error_code: 'LIVE.100011001',
    error_msg: 'Invalid parameter.',
    request_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
  } as const;
  const applied: ChangeRequest = {
    ...decided,
    state: 'applied',
    outcome: { sent: true, request_id: failure.request_id, after: base, differences },
  };
  const failed: ChangeRequest = { ...decided, state: 'failed', outcome: { sent: true, failure } };
  return { applied, failed };
}

export function sampleEvents({ task_id: taskId }: RelayTask, nowMs: number): EventGroup {
  return {
    channel: 'C0',
    project: 'live-prod',
    taskId,
    taskName: 'live/news-24h',
    event: 'TaskAlarm',
    firstAtMs: nowMs,
    lastAtMs: nowMs,
    count: 2,
    said: [['message', 'The source is unstable.']],
    seen: [],
    shownCount: 0,
    shownAtMs: 0,
  };
}
