import type { SourceCheck, SourceProblem } from '#src/relay/source-check.ts';
import type { TrackReport } from './media-report.ts';

/** From this size on, a player takes noticeably longer to start a file whose index is at its end. */
const LARGE_BYTES = 64 * 1024 ** 2;

/** Containers, by MediaInfo's names, that are recognised even without tracks. */
const CONTAINERS = ['MPEG-4', 'QuickTime', 'MPEG-TS', 'Flash Video', 'Matroska', 'WebM', 'AVI'];

type Facts = Omit<SourceCheck, 'checkedAtMs' | 'problems'>;

/** What the tracks of a file say about it. `isAll`: every byte that the parser asked for could be read. */
export function mediaFacts(
  tracks: readonly TrackReport[],
  { sizeBytes = 0, isAll, contentType }: MediaContext,
): { readonly facts: Facts; readonly problems: SourceProblem[] } {
  const whole = tracks.find(({ type }) => type === 'General');
  const [video] = tracks.filter(({ type }) => type === 'Video');
  const audio = tracks.filter(({ type }) => type === 'Audio');
  const container = plain(whole?.format);
  const isKnown = video !== undefined || audio.length > 0;
  if (!isKnown && !CONTAINERS.includes(container ?? '')) {
    return { facts: {}, problems: [{ kind: 'not_media', contentType }] };
  }
  const hasIndex = container === 'MPEG-4' && whole?.isStreamable !== undefined;
  const indexAtEnd = hasIndex ? whole.isStreamable === 'No' : undefined;
  const isTruncated = whole?.isTruncated === true || !isKnown;
  const kinds = [
    ...(isKnown && audio.length === 0 ? (['no_audio'] as const) : []),
    ...(isKnown && video === undefined ? (['no_video'] as const) : []),
    ...(isTruncated && isAll ? (['truncated'] as const) : []),
    ...(isAll ? [] : (['not_examined'] as const)),
    ...(indexAtEnd === true && sizeBytes >= LARGE_BYTES ? (['index_at_end'] as const) : []),
  ];
  return {
    facts: {
      container,
      videoCodec: plain(video?.format),
      audioCodecs: audio.flatMap(({ format }) => plain(format) ?? []),
      width: video?.width,
      height: video?.height,
      frameRate: video?.frameRate,
      audioLanguages: audio.flatMap(({ language }) => languageTag(language) ?? []),
      durationSeconds: isAll ? secondsOf(container, whole, tracks) : undefined,
      indexAtEnd,
    },
    problems: kinds.map((kind) => ({ kind })),
  };
}

export interface MediaContext {
  readonly sizeBytes?: number | undefined;
  readonly isAll: boolean;
  readonly contentType: string | undefined;
}

/** The length of a whole transport stream is only an estimate from its bit rate; those of its tracks are measured. */
function secondsOf(
  container: string | undefined,
  whole: TrackReport | undefined,
  tracks: readonly TrackReport[],
): number | undefined {
  if (container !== 'MPEG-TS') return whole?.seconds;
  const measured = tracks.flatMap((track) => (track === whole ? [] : (track.seconds ?? [])));
  return measured.length === 0 ? whole?.seconds : Math.max(...measured);
}

/** A short name without anything that could be read as markup; anything else is dropped. */
export function plain(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w .+/;=:,"()-]{1,80}$/.test(text) ? text : undefined;
}

export function languageTag(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) ? text : undefined;
}
