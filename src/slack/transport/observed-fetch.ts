import type { webApi } from '@slack/bolt';
import type { SlackConnection } from './connection.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** Timeout for posts to response URLs, in milliseconds; the Web API client sets its own. */
const ANSWER_WITHIN_MS = 5_000;

/** A fetch that reports every call, including each retry. */
export function observedFetch({ access, now, onCall }: SlackConnection, fetch: Fetch): Fetch {
  return async (input, init) => {
    const startedMs = now();
    const [url, { apiUrl }] = [String(input), access()];
    // All other URLs are response URLs.
    const method = url.startsWith(apiUrl) ? url.slice(apiUrl.length) : 'response_url';
    const told = (outcome: string): void => onCall({ method, outcome, ms: now() - startedMs });
    try {
      const signal = init?.signal ?? AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await fetch(input, { ...init, signal });
      if (response.status === 429) told('rate_limited');
      else if (!response.ok) told(`http_${response.status}`);
      else if (method === 'response_url' || !(response instanceof Response)) told('ok');
      else void outcomeOf(response.clone()).then(told, () => told('no_answer'));
      return response;
    } catch (error) {
      told('no_answer');
      throw error;
    }
  };
}

/** The form of Slack's error names. Anything else may echo what was sent and must not become a label. */
const ERROR_NAME = /^[a-z][a-z0-9_]{1,63}$/;

/** Slack reports errors with status 200. */
async function outcomeOf(answer: Response): Promise<string> {
  const json: unknown = await answer.json();
  if (typeof json !== 'object' || json === null) return 'no_answer';
  if (!('error' in json) || typeof json.error !== 'string') return 'ok';
  return ERROR_NAME.test(json.error) ? json.error : 'other_error';
}
