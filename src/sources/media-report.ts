/** What MediaInfo says of one track, as far as it is read here. */
export interface TrackReport {
  readonly type: string;
  readonly format?: string | undefined;
  readonly seconds?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly frameRate?: number | undefined;
  readonly language?: string | undefined;
  /** Of the whole file: `No` for an MP4 with its index at the end. */
  readonly isStreamable?: string | undefined;
  readonly isTruncated?: boolean | undefined;
}

/** A playlist of HLS as far as it is read here; addresses as they stand in it. */
export type PlaylistReport =
  | {
      readonly kind: 'master';
      readonly variant: string;
      readonly audioLanguages: readonly string[];
      /** The variants have no sound of their own. */
      readonly hasSeparateAudio: boolean;
    }
  | {
      readonly kind: 'media';
      /** Sum of the segments; undefined for one without an end. */
      readonly seconds: number | undefined;
      /** One to look at: the first, or of a live playlist the last. */
      readonly segment: string;
      /** The part that stands before every segment. */
      readonly head: string | undefined;
      readonly isEncrypted: boolean;
    };

/** What the worker is started with. */
export type WorkerTask =
  | { readonly kind: 'media'; readonly size: number }
  | { readonly kind: 'playlist'; readonly text: string };

/** What the worker says: which bytes it needs, or what it found. Undefined: it is nothing of that kind. */
export type WorkerMessage =
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  | { readonly kind: 'tracks'; readonly tracks: readonly TrackReport[] }
  | { readonly kind: 'playlist'; readonly playlist: PlaylistReport | undefined };
