import type { SourceTrouble } from './forecast/effect.ts';
import type { SourceFacts } from './forecast/source-effects.ts';

/** Why a source could not be read from here; the cloud may still reach it. */
export type UnreachableReason =
  /** A status other than success, a redirect, 404 or 410. */
  | 'status'
  | 'no_such_name'
  /** The name or a redirect leads to an address that is not public. */
  | 'private_address'
  | 'scheme'
  | 'port'
  | 'credentials'
  /** More than three of them. */
  | 'redirects'
  /** Refused, reset, or ended before all of the body came. */
  | 'connection'
  | 'timeout'
  /** Not HTTP, or an answer that does not match the request. */
  | 'odd_answer';

/** What was found wrong with a source. The first three mean that nothing can be played. */
export type SourceProblem =
  /** 404 or 410, of the file or of a segment of it. */
  | { readonly kind: 'missing'; readonly httpStatus: number }
  | { readonly kind: 'not_media'; readonly contentType: string | undefined }
  | {
      readonly kind: 'unreachable';
      readonly why: UnreachableReason;
      readonly httpStatus: number | undefined;
    }
  | {
      readonly kind:
        | 'no_audio'
        | 'no_video'
        | 'truncated'
        | 'encrypted'
        /** It was too large, or too much work, to examine. */
        | 'not_examined'
        | 'no_ranges'
        /** Of a large MP4: a player has to read its end before it can begin. */
        | 'index_at_end';
    };

/** What a check of a source found: facts, none of its content. A missing fact is unknown. */
export interface SourceCheck {
  readonly checkedAtMs: number;
  readonly problems: readonly SourceProblem[];
  readonly httpStatus?: number | undefined;
  readonly contentType?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly etag?: string | undefined;
  /** As the server wrote it. */
  readonly lastModified?: string | undefined;
  readonly acceptsRanges?: boolean | undefined;
  /** MediaInfo's name for it, or HLS. */
  readonly container?: string | undefined;
  readonly videoCodec?: string | undefined;
  readonly audioCodecs?: readonly string[] | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly frameRate?: number | undefined;
  /** As the file tags them, like `en`. */
  readonly audioLanguages?: readonly string[] | undefined;
  readonly durationSeconds?: number | undefined;
  readonly indexAtEnd?: boolean | undefined;
  /** An HLS playlist without an end. */
  readonly isLive?: boolean | undefined;
}

/** What keeps a source from being seen, if the check found anything. */
export function troubleOf({ problems }: SourceCheck): SourceTrouble | undefined {
  for (const problem of problems) {
    const { kind } = problem;
    if (kind === 'missing' || kind === 'not_media') return problem;
    if (kind === 'unreachable') return { kind, httpStatus: problem.httpStatus };
  }
  return undefined;
}

/** What checks of sources tell the forecast: how long each file is, and what keeps it from being seen. */
export function sourceFactsOf(checks: ReadonlyMap<string, SourceCheck>): SourceFacts {
  return factsByUrl(
    [...checks].map(([url, check]) => ({ ...check, url, trouble: troubleOf(check) })),
  );
}

interface KnownSource extends Pick<SourceCheck, 'durationSeconds'> {
  readonly url: string;
  readonly trouble?: SourceTrouble | undefined;
}

export function factsByUrl(known: readonly KnownSource[]): SourceFacts {
  return {
    durations: new Map(
      known.flatMap(({ url, durationSeconds: seconds }) =>
        seconds === undefined ? [] : [[url, seconds] as const],
      ),
    ),
    troubles: new Map(
      known.flatMap(({ url, trouble }) => (trouble ? [[url, trouble] as const] : [])),
    ),
  };
}
