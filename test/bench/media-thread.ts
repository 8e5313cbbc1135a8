import { parentPort } from 'node:worker_threads';
import { startMediaServer } from '#sandbox/media/media-server.ts';

/** A server with films in its own thread, so that it does not disturb measurements. */
const { url } = await startMediaServer();
parentPort?.postMessage(url);
