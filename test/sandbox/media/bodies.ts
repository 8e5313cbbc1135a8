import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';

/** Content of a path: bytes within a file that may be much larger. */
export interface Body {
  readonly size: number;
  /** The bytes from one position up to but not including another. */
  readonly read: (from: number, to: number) => Buffer;
}

export function bytes(content: Buffer | string): Body {
  const buffer = Buffer.from(content as string);
  return { size: buffer.length, read: (from, to) => buffer.subarray(from, to) };
}

export function fileBytes(name: string): Buffer {
  return readFileSync(new URL(`files/${name}`, import.meta.url));
}

export function file(name: string): Body {
  return bytes(fileBytes(name));
}

/** The first half of a file, like an interrupted upload. */
export function half(name: string): Body {
  const whole = fileBytes(name);
  return bytes(whole.subarray(0, Math.floor(whole.length / 2)));
}

/** An MP4 whose index comes after three virtual gigabytes. */
export function largeMp4(name: string): Body {
  const whole = fileBytes(name);
  const head = whole.subarray(0, whole.readUInt32BE(0));
  const rest = whole.subarray(head.length);
  const gap = 3 * 1024 ** 3;
  const freeBox = Buffer.alloc(16);
  freeBox.writeUInt32BE(1);
  freeBox.write('free', 4);
  freeBox.writeBigUInt64BE(BigInt(gap), 8);
  const parts = [
    { at: 0, content: Buffer.concat([head, freeBox]) },
    { at: head.length + gap, content: rest },
  ];
  return {
    size: head.length + gap + rest.length,
    read(from, to) {
      const out = Buffer.alloc(to - from);
      for (const { at, content } of parts) {
        const begin = Math.max(from, at);
        const end = Math.min(to, at + content.length);
        if (begin < end) content.copy(out, begin - from, begin - at, end - at);
      }
      return out;
    },
  };
}

/** Pseudo-random bytes, the same each time. */
export function noise(size: number): Buffer {
  const buffer = Buffer.alloc(size);
  let state = 0x2545f491;
  for (let index = 0; index < size; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    buffer[index] = state & 0xff;
  }
  return buffer;
}

/** A few kilobytes that decompress to 64 megabytes. */
export function gzipBomb(): Buffer {
  return gzipSync(Buffer.alloc(64 * 1024 ** 2));
}

/** An archive with one packed file in it. */
export function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
}
