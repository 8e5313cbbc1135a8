import { parentPort } from 'node:worker_threads';
import { startMediaServer } from '#sandbox/media/media-server.ts';

/** A server with films in a thread of its own, so that what it does holds up nobody who is measured. */
const { url } = await startMediaServer();
parentPort?.postMessage(url);
