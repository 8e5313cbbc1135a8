import type { webApi } from '@slack/bolt';
import type { SlackConnection } from './connection.ts';

type Fetch = NonNullable<webApi.WebClientOptions['fetch']>;

/** A fetch that tells of every call, each try of one by itself. */
export function observedFetch({ access, now, onCall }: SlackConnection, fetch: Fetch): Fetch {
  return async (input, init) => {
    const startedMs = now();
    const [url, { apiUrl }] = [String(input), access()];
    // Every other address is one that came with a click, to answer it.
    const method = url.startsWith(apiUrl) ? url.slice(apiUrl.length) : 'response_url';
    const told = (outcome: string): void => onCall({ method, outcome, ms: now() - startedMs });
    try {
      const response = await fetch(input, init);
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

/** Slack says no with a status of 200. */
async function outcomeOf(answer: Response): Promise<string> {
  const json: unknown = await answer.json();
  if (typeof json !== 'object' || json === null) return 'no_answer';
  return 'error' in json && typeof json.error === 'string' ? json.error : 'ok';
}
