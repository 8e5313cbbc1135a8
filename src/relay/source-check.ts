import type { SourceTrouble } from './forecast/effect.ts';
import type { SourceFacts } from './forecast/source-effects.ts';

/** Why nothing came from a source, as it looks from here; the cloud may see it all the same. */
export type UnreachableReason =
  /** Another status than success, a redirect, 404 or 410. */
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
  /** No HTTP, or an answer to another question. */
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
        /** What there was to read was more than the check reads, or too much work. */
        | 'not_examined'
        | 'no_ranges'
        /** Of a large MP4: a player has to read its end before it can begin. */
        | 'index_at_end';
    };

/** What a look at one source found: facts, and nothing of its content. What is missing is not known. */
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
  /** By the name that MediaInfo gives it, or HLS. */
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

/** What keeps a source from being seen; undefined where the check found nothing of that kind. */
export function troubleOf({ problems }: SourceCheck): SourceTrouble | undefined {
  const found = problems.flatMap((problem): SourceTrouble[] => {
    switch (problem.kind) {
      case 'missing':
        return [{ kind: 'missing', httpStatus: problem.httpStatus }];
      case 'not_media':
        return [{ kind: 'not_media', contentType: problem.contentType }];
      case 'unreachable':
        return [{ kind: 'unreachable', httpStatus: problem.httpStatus }];
      default:
        return [];
    }
  });
  return found[0];
}

/** What looks at sources tell the forecast: how long each file lasts, and what keeps it from being seen. */
export function sourceFactsOf(checks: ReadonlyMap<string, SourceCheck>): SourceFacts {
  const found = [...checks];
  return {
    durations: new Map(
      found.flatMap(([url, { durationSeconds }]) =>
        durationSeconds === undefined ? [] : [[url, durationSeconds] as const],
      ),
    ),
    troubles: new Map(
      found.flatMap(([url, check]) => {
        const trouble = troubleOf(check);
        return trouble ? [[url, trouble] as const] : [];
      }),
    ),
  };
}
