import { webApi } from '@slack/bolt';
import { createSlackLogger } from '#src/log.ts';
import { fetchWith, type SlackConnection } from './connection.ts';
import { observedFetch } from './observed-fetch.ts';

/** How long one call to Slack may take, in milliseconds. */
export const SLACK_TIMEOUT_MS = 5_000;
/** The same for a call that sends a file, which takes minutes on a slow line. */
const UPLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * Both report a full channel at once: the outbox waits better than a call does. The one for posting never
 * repeats a call: a message whose answer was lost may be there, so the outbox looks for it first.
 */
export function createSlackClients(connection: SlackConnection) {
  const { botToken } = connection.access();
  const options = clientOptions(connection);
  return {
    client: new webApi.WebClient(botToken, options),
    postingClient: new webApi.WebClient(botToken, { ...options, retryConfig: { retries: 0 } }),
  };
}

/** The client that sends files, and waits for a slow line. */
export function createUploadClient(connection: SlackConnection): webApi.WebClient {
  const options = { ...clientOptions(connection), timeout: UPLOAD_TIMEOUT_MS };
  return new webApi.WebClient(connection.access().botToken, options);
}

/** What every client of ours is made with, Bolt's own too. */
export function clientOptions(connection: SlackConnection): webApi.WebClientOptions {
  const { access, log } = connection;
  return {
    slackApiUrl: access().apiUrl,
    fetch: observedFetch(
      connection,
      fetchWith(() => access().botToken),
    ),
    logger: createSlackLogger(log),
    timeout: SLACK_TIMEOUT_MS,
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 },
    rejectRateLimitedCalls: true,
  };
}
