import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerTask } from './media-report.ts';

/** Reads bytes of the file; empty if there are none to be had. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

export type Examiner = ReturnType<typeof createExaminer>;

/** Next to this file, as source or built. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? 'media-worker.ts' : 'media-worker.js',
  import.meta.url,
);

const readNothing: ReadBytes = () => Promise.resolve(new Uint8Array());

/**
 * Examines bytes outside the event loop, in one thread per file: it keeps nothing between files and can be terminated at
 * any moment. Undefined: it ran out of time or memory.
 */
export function createExaminer(worker: URL = WORKER) {
  return {
    async tracks(size: number, read: ReadBytes, signal: AbortSignal) {
      const message = await run(worker, { kind: 'media', size }, { read, signal });
      return message?.kind === 'tracks' ? message.tracks : undefined;
    },

    /** `playlist` is undefined if it cannot be read. */
    async playlist(text: string, signal: AbortSignal) {
      const message = await run(worker, { kind: 'playlist', text }, { read: readNothing, signal });
      return message?.kind === 'playlist' ? { playlist: message.playlist } : undefined;
    },
  };
}

async function run(
  file: URL,
  task: WorkerTask,
  { read, signal }: { readonly read: ReadBytes; readonly signal: AbortSignal },
): Promise<WorkerMessage | undefined> {
  const worker = new Worker(file, {
    workerData: task,
    env: {},
    execArgv: [],
    // A parser's output about an untrusted file does not belong in the log.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  const ended = Promise.withResolvers<WorkerMessage | undefined>();
  const end = () => ended.resolve(undefined);
  worker.on('error', end);
  worker.on('exit', end);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'read') void answer(message.from, message.to);
    else ended.resolve(message);
  });
  const answer = async (from: number, to: number): Promise<void> => {
    try {
      // A copy that can be transferred to the worker instead of being copied again.
      const own = Uint8Array.from(await read(from, to));
      worker.postMessage(own, [own.buffer]);
    } catch (error) {
      ended.reject(error);
    }
  };
  try {
    return await ended.promise;
  } finally {
    signal.removeEventListener('abort', end);
    await worker.terminate();
  }
}
