import type { KnownBlock } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';
import { GONE_AFTER_MS, isStreamGone } from '#src/approval/record/stream-proof.ts';
import type { LiveStream } from '#src/relay/live-stream.ts';
import { context } from '#src/slack/kit/blocks.ts';
import { escapedWithin, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What was seen of a task's stream, in words. All mrkdwn, escaped. */

/** Characters of a codec and a resolution, since the API may send any text. */
const TEXT_MAX = 60;

/**
 * What the card says about the stream since the change; nothing if it could not be checked or it is too early to
 * tell.
 */
export function streamBlocks(request: ChangeRequest, words: Words): KnownBlock[] {
  const { stream: proof } = request;
  if (!proof) return [];
  if (proof.absentSinceMs === undefined) {
    return proof.stream ? [context(presentSentence(proof.stream, words))] : [];
  }
  if (isStreamGone(request)) return [];
  const isTelling = proof.absentSinceMs >= appliedAtMs(request) + GONE_AFTER_MS;
  return isTelling ? [context(words.streams.absent(moment(proof.absentSinceMs)))] : [];
}

/** `📡 Stream present since 14:02:11 · H.264 1920×1080 · 25 fps · 4.0 Mbit/s`, with the facts that the API gives. */
export function presentSentence(stream: LiveStream, { streams }: Words): string {
  const { sinceMs, videoCodec, resolution, frameRate, bitrate } = stream;
  const size = resolution?.replace(/^(\d+)[x*](\d+)$/i, '$1×$2');
  const picture = [codecName(videoCodec), size].filter(Boolean).join(' ');
  return [
    sinceMs === undefined ? streams.present : streams.presentSince(moment(sinceMs)),
    escapedWithin(picture, TEXT_MAX),
    frameRate && `${Math.round(frameRate * 100) / 100} fps`,
    bitrate && `${(bitrate / 1000).toFixed(1)} Mbit/s`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The common spelling of the API's `H264` and `H265`. */
function codecName(codec: string | undefined): string | undefined {
  return codec?.replace(/^H26([45])$/i, 'H.26$1');
}
