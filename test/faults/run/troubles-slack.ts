import type { SimulatedSlack } from '#sandbox/slack/index.ts';
import type { Trouble } from './trouble.ts';

type Failure = Parameters<SimulatedSlack['fail']>[0]['with'];

const FAILURES: readonly [string, Failure][] = [
  ['429', { status: 429, retryAfter: 1 }],
  ['500', { status: 500 }],
  ['a timeout', 'timeout'],
  ['an answer that is lost', 'lose_answer'],
];

const METHODS = [
  'chat.postMessage',
  'chat.update',
  'views.open',
  'views.update',
  'users.info',
  'conversations.history',
] as const;

/** Each failure hits a few of the calls that come next, of one method after another. */
export const SLACK_TROUBLES: readonly Trouble[] = FAILURES.map(([name, failure], at) => ({
  name,
  begin: ({ slack }, random) => {
    const first = METHODS[at % METHODS.length] ?? 'chat.postMessage';
    for (const method of new Set([first, random.pick(METHODS), random.pick(METHODS)])) {
      slack.fail({ method, with: failure, times: random.between(1, 2) });
    }
    return Promise.resolve(() => Promise.resolve());
  },
}));
