import type { Call } from '../live/calls.ts';
import type { SimulatedSlack } from '../slack/index.ts';
import type { StoredRequest } from '../stored-requests.ts';
import { isFor } from './state.ts';
import { clockState, type Surroundings, type World } from './surroundings.ts';

const callsShown = 40;
const eventsShown = 10;
const requestsTimeoutMs = 2_000;

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The page ends up in pictures, so it shows no password, not even a simulated one. */
const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      key === 'password' ? '••••••' : withoutSecrets(entry),
    ]),
  );
};

const callOnPage = (call: Call) => ({
  number: call.number,
  on: call.on ?? null,
  method: call.method,
  path: call.path,
  query: call.query,
  body: withoutSecrets(call.body) ?? null,
  atMs: call.atMs,
  answer: call.answer ?? null,
  isApplied: call.isApplied,
});

/** Redis may be frozen or gone, and the rest of the panel must still show. */
const readRequests = async (
  world: World,
): Promise<readonly StoredRequest[] | { readonly error: string }> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error('Redis does not answer')),
    requestsTimeoutMs,
  );
  try {
    return await Promise.race([world.requests(), late.promise]);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
};

/** The newest message for each person, by channel. */
const mentions = ({ workspace }: SimulatedSlack) =>
  Object.fromEntries(
    Array.from(workspace.people.keys(), (id) => {
      const found = Array.from(workspace.channels.values()).flatMap((channel) => {
        if (!channel.members.includes(id)) return [];
        const last = channel.messages.findLast(
          (message) =>
            message.user !== id &&
            (channel.kind === 'im' || isFor(workspace, id, message.mentions)),
        );
        return last === undefined ? [] : [{ channel: channel.id, ts: last.ts }];
      });
      return [id, found];
    }),
  );

/** Everything around the bot as it is now. */
export const worldState = async ({ slack, live, world }: Surroundings) => ({
  clock: clockState(world),
  bot: { running: world.bot.running(), connections: slack.connections() },
  redis: world.redis === undefined ? null : { isFrozen: world.redis.isFrozen() },
  tasks: live.tasks().map((task) => ({
    task,
    onAir: live.onAir(task.task_id),
    viewers: live.viewers(task.task_id),
  })),
  held: live.held(),
  calls: live.calls().slice(-callsShown).map(callOnPage).toReversed(),
  events: live.firedEvents().slice(-eventsShown).toReversed(),
  requests: await readRequests(world),
  mentions: mentions(slack),
  slack: {
    faults: slack.faults(),
    calls: slack.workspace.calls
      .slice(-callsShown)
      .map(({ method, ok, error, atMs }) => ({ method, ok, error: error ?? null, atMs }))
      .toReversed(),
  },
});
