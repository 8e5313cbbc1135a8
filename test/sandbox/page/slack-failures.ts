import type { Failure } from '../slack/failures.ts';
import type { SimulatedSlack } from '../slack/index.ts';
import { stringOf, type Fields } from '../slack/json.ts';

const ways: Readonly<Record<string, { readonly failure: Failure; readonly what: string }>> = {
  ratelimited: {
    failure: { status: 429, retryAfter: 3 },
    what: 'is rate limited for three seconds',
  },
  internal_error: { failure: { error: 'internal_error' }, what: 'fails with internal_error' },
  unavailable: { failure: { status: 503 }, what: 'fails with 503' },
  lose_answer: { failure: 'lose_answer', what: 'takes effect, its answer is lost' },
  timeout: { failure: 'timeout', what: 'is never answered' },
};

/** The methods of the Web API that can be made to fail. `*`: the next call of any. */
export const slackMethods: readonly (readonly [method: string, text: string])[] = [
  ...['chat.postMessage', 'chat.update', 'views.open', 'views.update', 'users.info'].map(
    (method) => [method, method] as const,
  ),
  ['*', 'call of any method'],
];

export const slackFaults = Object.entries(ways).map(([id, { what }]) => [id, what] as const);

/** Makes the bot's next call of Slack fail. */
export const failSlack = (slack: SimulatedSlack, body: Fields): void => {
  const method = stringOf(body['method']);
  const way = ways[stringOf(body['with'])];
  if (way === undefined) throw new Error(`nothing goes wrong like "${stringOf(body['with'])}"`);
  const known = slackMethods.map(([id]) => id);
  if (!known.includes(method)) throw new Error(`a call of Slack is one of ${known.join(', ')}`);
  slack.fail({ method, with: way.failure });
};

const wordsOf = (failure: Failure): string =>
  Object.values(ways).find((way) => way.failure === failure)?.what ?? 'fails';

/** Pending failures, in words. */
export const slackFailures = (slack: SimulatedSlack) =>
  slack.failuresToCome().map(({ method, with: failure }) => ({
    on: method === '*' ? 'call of Slack' : method,
    what: wordsOf(failure),
  }));
