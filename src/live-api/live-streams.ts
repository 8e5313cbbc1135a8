import { z } from 'zod';
import { given } from '#src/basics/given.ts';
import type { LiveStream, LiveStreams, StreamTarget } from '../relay/live-stream.ts';
import type { Failure } from '../relay/live-api.ts';
import { instantOf } from '../relay/time.ts';
import { createRedaction } from '../text/redaction.ts';
import { failureFrom, statusOf } from './failure.ts';
import type { HttpAnswer } from './http.ts';
import { createLiveCall, isSuccess, type LiveCallOptions } from './live-call.ts';
import { holdsErrorCode } from './wire.ts';

/**
 * After an answer that says we may not ask (no permission, no such service in this region), we wait this long before
 * asking again, in milliseconds. A permission granted meanwhile still takes effect soon enough.
 */
const REFUSED_FOR_MS = 10 * 60_000;
const REFUSED: ReadonlySet<number | undefined> = new Set([401, 403, 404, 405]);

/**
 * Which streams are pushed to the domains of a project (`GET /v1/{project_id}/realtime/streams`, API page "Querying
 * Ongoing Streams"). Its calls wait only for each other, and no PUT waits for them. They are not repeated, since
 * another look follows. Nothing is thrown.
 */
export function createLiveStreams(
  options: Omit<LiveCallOptions, 'redact' | 'service'>,
): LiveStreams {
  const redact = createRedaction(options.auth.secrets);
  const call = createLiveCall({ ...options, redact, service: 'streams' });
  /** By domain, since one domain may belong to another account. */
  const refused = new Map<string, { readonly failure: Failure; readonly untilMs: number }>();

  return {
    async look(target) {
      const held = refused.get(target.domain);
      if (held && options.now() < held.untilMs) return { ok: false, failure: held.failure };
      const answer = await call({ method: 'GET', query: queryOf(target) });
      const streams = streamsIn(answer, target);
      if (streams) return { ok: true, stream: streams[0] };
      const failure = failureFrom(answer, redact);
      if (REFUSED.has(statusOf(answer))) {
        refused.set(target.domain, { failure, untilMs: options.now() + REFUSED_FOR_MS });
      }
      return { ok: false, failure };
    },
  };
}

function queryOf({ domain, app, stream }: StreamTarget): [string, string][] {
  return [
    ['publish_domain', domain],
    ['app', app],
    ['stream', stream],
    ['limit', '10'],
  ];
}

const pageSchema = z.object({ streams: z.array(z.unknown()).nullish(), total_num: z.unknown() });
const text = z.string().min(1).max(40).optional().catch(undefined);
/** Some answers of Huawei's services write numbers as text. */
const rate = z.coerce.number().positive().finite().optional().catch(undefined);
const streamSchema = z.object({
  app: z.string(),
  stream: z.string(),
  start_time: text,
  video_codec: text,
  audio_codec: text,
  resolution: text,
  video_frame_rate: rate,
  video_bitrate: rate,
  audio_bitrate: rate,
});

/**
 * The target's streams in an answer; undefined if the answer cannot be relied on. An empty list with a total above 0,
 * or a list of other streams than were asked for, contradicts itself and must not page anybody.
 */
function streamsIn(answer: HttpAnswer, { app, stream }: StreamTarget): LiveStream[] | undefined {
  if (!isSuccess(answer) || holdsErrorCode(answer.json)) return undefined;
  const page = pageSchema.safeParse(answer.json).data;
  if (!page || (page.streams === undefined && Number(page.total_num) !== 0)) return undefined;
  const listed = page.streams ?? [];
  if (listed.length === 0) return Number(page.total_num ?? 0) > 0 ? undefined : [];
  const found = listed.flatMap((one) => {
    const read = streamSchema.safeParse(one).data;
    return read?.app === app && read.stream === stream ? [toStream(read)] : [];
  });
  return found.length > 0 ? found : undefined;
}

function toStream(read: z.infer<typeof streamSchema>): LiveStream {
  const { start_time: start, video_bitrate: video, audio_bitrate: audio } = read;
  const sinceMs = start === undefined ? undefined : instantOf(start)?.epochMilliseconds;
  return given({
    sinceMs,
    videoCodec: read.video_codec,
    audioCodec: read.audio_codec,
    resolution: read.resolution,
    frameRate: read.video_frame_rate,
    bitrate: video === undefined ? undefined : video + (audio ?? 0),
  });
}
