import { webApi } from '@slack/bolt';
import { createSlackLogger } from '#src/log.ts';
import { fetchWith, type SlackConnection } from './connection.ts';
import { observedFetch } from './observed-fetch.ts';

/** How long one call to Slack may take, in milliseconds. */
export const SLACK_TIMEOUT_MS = 5_000;
/** The same for uploading a file, which may take minutes on a slow connection. */
const UPLOAD_TIMEOUT_MS = 5 * 60_000;

/**
 * Both report a rate limit at once, since waiting is the outbox's job. The posting client never repeats a call: if an
 * answer was lost, the outbox first checks whether the message is there.
 */
export function createSlackClients(connection: SlackConnection) {
  const { botToken } = connection.access();
  const options = clientOptions(connection);
  return {
    client: new webApi.WebClient(botToken, options),
    postingClient: new webApi.WebClient(botToken, { ...options, retryConfig: { retries: 0 } }),
  };
}

/** The client for uploads, with a longer timeout. */
export function createUploadClient(connection: SlackConnection): webApi.WebClient {
  const options = { ...clientOptions(connection), timeout: UPLOAD_TIMEOUT_MS };
  return new webApi.WebClient(connection.access().botToken, options);
}

/** Options of all our clients, including Bolt's. */
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
