/** What we use of MediaInfo's report on one track. */
export interface TrackReport {
  readonly type: string;
  readonly format?: string | undefined;
  readonly seconds?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly frameRate?: number | undefined;
  readonly language?: string | undefined;
  /** Only for the whole file: `No` for an MP4 with its index at the end. */
  readonly isStreamable?: string | undefined;
  readonly isTruncated?: boolean | undefined;
}

/** What we use of an HLS playlist; URLs as they are written in it. */
export type PlaylistReport =
  | {
      readonly kind: 'master';
      readonly variant: string;
      readonly audioLanguages: readonly string[];
      /** The variants have no audio of their own. */
      readonly hasSeparateAudio: boolean;
    }
  | {
      readonly kind: 'media';
      /** Sum of the segments; undefined for one without an end. */
      readonly seconds: number | undefined;
      /** The one to check: the first, or the last of a live playlist. */
      readonly segment: string;
      /** The initialisation part that precedes every segment. */
      readonly head: string | undefined;
      readonly isEncrypted: boolean;
    };

export type WorkerTask =
  | { readonly kind: 'media'; readonly size: number }
  | { readonly kind: 'playlist'; readonly text: string };

/** What the worker says: which bytes it needs, or what it found. `playlist` is undefined if it cannot be read. */
export type WorkerMessage =
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  | { readonly kind: 'tracks'; readonly tracks: readonly TrackReport[] }
  | { readonly kind: 'playlist'; readonly playlist: PlaylistReport | undefined };
