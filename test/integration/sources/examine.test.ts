import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { file } from '#sandbox/media/bodies.ts';
import { createExaminer } from '#src/sources/examine.ts';

const never = new AbortController().signal;
const film = file('morning.mp4');
const readFilm = async (from: number, to: number) => film.read(from, to);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'examine-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const workerOf = (code: string): URL => {
  const path = join(dir, `${code.length}.mjs`);
  writeFileSync(path, code);
  return pathToFileURL(path);
};

test('a worker that computes for ever is ended with the visit', async () => {
  const stuck = createExaminer(workerOf('for (;;);'));

  expect(await stuck.tracks(1, readFilm, AbortSignal.timeout(200))).toBeUndefined();
});

test('a worker that takes too much memory ends alone', async () => {
  const greedy = createExaminer(
    workerOf('const all = []; for (;;) all.push(new Array(1e5).fill(1));'),
  );

  expect(await greedy.tracks(1, readFilm, never)).toBeUndefined();
});

test('a worker that fails is nothing but a file that was not examined', async () => {
  const failing = createExaminer(workerOf('throw new Error("odd file");'));

  expect(await failing.tracks(1, readFilm, never)).toBeUndefined();
  expect(await failing.playlist('#EXTM3U', never)).toBeUndefined();
});

test('a worker sees nothing of the environment', async () => {
  const telling = createExaminer(
    workerOf(
      `import { parentPort } from 'node:worker_threads';
       parentPort.postMessage({ kind: 'tracks', tracks: [{ type: Object.keys(process.env).join() }] });`,
    ),
  );

  expect(await telling.tracks(1, readFilm, never)).toEqual([{ type: '' }]);
});

test('an error in reading ends the worker, and is thrown', async () => {
  const reading = createExaminer().tracks(
    film.size,
    () => Promise.reject(new Error('gone')),
    never,
  );

  await expect(reading).rejects.toThrow('gone');
});

test('the worker that was built finds its parser beside it', async () => {
  const built = createExaminer(new URL('../../../dist/media-worker.js', import.meta.url));

  const tracks = await built.tracks(film.size, readFilm, never);

  expect(tracks?.find(({ type }) => type === 'Video')).toMatchObject({ format: 'AVC', seconds: 8 });
  expect(
    await built.playlist('#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\na.ts\n', never),
  ).toMatchObject({ playlist: { kind: 'media', segment: 'a.ts' } });
});
