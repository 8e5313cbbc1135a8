import { readable, readableView } from './readable.ts';
import type { Workspace } from './workspace.ts';

const shown = 6;
// Polling interval for conditions outside the workspace.
const pollEveryMs = 100;

const short = (text: string, max = 300): string => {
  const line = text.replaceAll('\n', ' ⏎ ');
  return line.length > max ? `${line.slice(0, max)}…` : line;
};

const part = (title: string, list: readonly string[]): string[] =>
  list.length === 0 ? [`${title}: none`] : [`${title}:`, ...list];

/** The current state, for the error of a timed-out wait. */
export const describeWorkspace = (workspace: Workspace): string => {
  const messages = Array.from(workspace.channels.values())
    .flatMap(({ name, messages: all }) => all.map((message) => ({ name, message })))
    .toSorted((one, other) => Number(one.message.ts) - Number(other.message.ts))
    .slice(-shown)
    .map(
      ({ name, message }) =>
        `  #${name}${message.thread_ts === undefined ? '' : ' (thread)'}: ${short(readable(message))}`,
    );
  const ephemerals = workspace.ephemerals
    .slice(-shown)
    .map((entry) => `  to ${entry.user} (${entry.from}): ${short(readable(entry))}`);
  const views = Array.from(workspace.stacks.values())
    .flat()
    .map(
      (view) =>
        `  ${view.personId} ${view.callbackId}: ${short(readableView(view))} ${JSON.stringify(view.errors)}`,
    );
  const calls = workspace.calls
    .slice(-shown * 2)
    .map((call) => `  ${call.method} ${call.ok ? 'ok' : (call.error ?? 'no answer')}`);
  const deliveries = workspace.deliveries
    .slice(-shown)
    .map(
      (entry) =>
        `  ${entry.kind} ${short(JSON.stringify(entry.body['type'] ?? entry.body['text'] ?? ''))} ${entry.outcome}`,
    );
  return [
    ...part('last messages', messages),
    ...part('last ephemerals', ephemerals),
    ...part('open views', views),
    ...part('last calls of the bot', calls),
    ...part('last deliveries to the bot', deliveries),
    ...part(
      'faults',
      workspace.faults.map((fault) => `  ${fault}`),
    ),
  ].join('\n');
};

export type Until = <T>(
  look: () => T | undefined | false | null,
  what: string,
  options?: { readonly timeoutMs?: number },
) => Promise<T>;

/** A machine that does other things as well may take long; what never comes is noticed late enough. */
const PATIENCE_MS = 30_000;

/** Checks at every change of the workspace; fails with the current state. */
export const createUntil =
  (workspace: Workspace, stopped: AbortSignal): Until =>
  (look, what, { timeoutMs = PATIENCE_MS } = {}) =>
    new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        clearInterval(poll);
        forget();
        stopped.removeEventListener('abort', onStop);
        act();
      };
      const check = (): void => {
        try {
          const found = look();
          // A promise is something as well, so it would end every wait at once.
          if (found instanceof Promise) throw new TypeError(`${what}: a look is not waited for`);
          if (found !== undefined && found !== null && found !== false)
            finish(() => resolve(found));
        } catch (error) {
          finish(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      const fail = (why: string): void =>
        finish(() =>
          reject(
            new Error(`${why} waiting for ${what}. Seen instead:\n${describeWorkspace(workspace)}`),
          ),
        );
      const onStop = (): void => fail('stopped while');
      const forget = workspace.onChange(check);
      const poll = setInterval(check, pollEveryMs);
      const timer = setTimeout(() => fail(`gave up after ${timeoutMs} ms`), timeoutMs);
      stopped.addEventListener('abort', onStop);
      check();
    });
