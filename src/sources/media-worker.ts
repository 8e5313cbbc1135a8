import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { parse } from 'hls-parser';
import { mediaInfoFactory, type MediaInfoResult } from 'mediainfo.js';
import type { PlaylistReport, TrackReport, WorkerMessage, WorkerTask } from './media-report.ts';

/**
 * Parses untrusted files. It runs in a thread of its own (`examine.ts`) without environment or connections: it asks
 * for the bytes it needs, and is terminated when it takes too long.
 */

/** The part of `WebAssembly` used here; only the DOM library declares its types. */
declare const WebAssembly: {
  readonly Memory: {
    readonly prototype: {
      readonly buffer: ArrayBuffer;
      grow: (this: { readonly buffer: ArrayBuffer }, delta: number) => number;
    };
  };
};

/** The parser's memory does not count towards the thread's limit, so it is limited here: 192 MiB. */
const MEMORY_PAGES = 3072;

const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function bounded(delta) {
  if (this.buffer.byteLength / 65_536 + delta > MEMORY_PAGES)
    throw new RangeError('too much memory');
  return grow.call(this, delta);
};

async function tracksOf(size: number, port: MessagePort): Promise<TrackReport[]> {
  const parser = await mediaInfoFactory({ locateFile });
  const result = await parser.analyzeData(size, async (length, from) => {
    port.postMessage({ kind: 'read', from, to: from + length } satisfies WorkerMessage);
    const [bytes]: Uint8Array[] = await once(port, 'message');
    return bytes ?? new Uint8Array();
  });
  return (result.media?.track ?? []).map(trackOf);
}

/** Next to this file when built, in its package when run from source. */
function locateFile(name: string): string {
  const isBuilt = !import.meta.url.endsWith('.ts');
  const place = isBuilt
    ? new URL(name, import.meta.url).href
    : import.meta.resolve(`mediainfo.js/${name}`);
  return fileURLToPath(place);
}

function trackOf(track: NonNullable<MediaInfoResult['media']>['track'][number]): TrackReport {
  const at = (name: string): unknown => Reflect.get(track, name);
  const text = (name: string) => (at(name) === undefined ? undefined : String(at(name)));
  const number = (name: string) => (typeof at(name) === 'number' ? Number(at(name)) : undefined);
  return {
    type: track['@type'],
    format: text('Format'),
    seconds: number('Duration'),
    width: number('Width'),
    height: number('Height'),
    frameRate: number('FrameRate'),
    language: text('Language'),
    isStreamable: text('IsStreamable'),
    isTruncated: Reflect.get(Object(at('extra')), 'IsTruncated') === 'Yes',
  };
}

function playlistOf(text: string): PlaylistReport | undefined {
  try {
    const playlist = parse(text);
    if (playlist.isMasterPlaylist) {
      const [variant] = playlist.variants.filter(({ isIFrameOnly }) => isIFrameOnly !== true);
      if (!variant) return undefined;
      const audio = variant.audio ?? [];
      return {
        kind: 'master',
        variant: variant.uri,
        audioLanguages: audio.flatMap(({ language }) => language ?? []),
        hasSeparateAudio: audio.some(({ uri }) => uri !== undefined),
      };
    }
    const { segments, endlist } = playlist;
    const segment = endlist ? segments[0] : segments.at(-1);
    if (!segment) return undefined;
    return {
      kind: 'media',
      seconds: endlist ? segments.reduce((sum, { duration }) => sum + duration, 0) : undefined,
      segment: segment.uri,
      head: segment.map?.uri,
      isEncrypted: (segment.key?.method ?? 'NONE') !== 'NONE',
    };
  } catch {
    return undefined;
  }
}

if (parentPort) {
  const task: WorkerTask = workerData;
  const message: WorkerMessage =
    task.kind === 'media'
      ? { kind: 'tracks', tracks: await tracksOf(task.size, parentPort) }
      : { kind: 'playlist', playlist: playlistOf(task.text) };
  parentPort.postMessage(message);
  parentPort.close();
}
