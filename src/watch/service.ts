import { fromJson } from '#src/basics/from-json.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { type AfterChangeDeps, lookForGuard, noteAfterChange } from './after-change.ts';
import { identityOf, readEvent } from './event.ts';
import { type Arrival, type EventGroup, withEvent, withMessage } from './group.ts';
import { type Found, type TakenEvent, TooManyEventsError, type WatchPoster } from './ports.ts';
import { createPlaces } from './places.ts';
import { isWatched, type Subscription, SUBSCRIPTIONS_MAX } from './subscription.ts';

interface Deps extends AfterChangeDeps {
  readonly poster: WatchPoster;
  readonly log: { readonly warn: (message: string, fields?: object) => void };
}

/** Events about the state of a task: the task is read before they are posted. */
const STATE_EVENTS = ['TaskStart', 'TaskExit', 'ResetTaskConfig', 'TaskAlarm'];

/** An event that could not be posted for this long is dropped, in milliseconds. */
const EVENT_OLD_MS = 10 * 60_000;
const AGAIN_MS = 30_000;

/** Senders retry for some minutes; older events are marked as reported late, in milliseconds. */
const LATE_MS = 15 * 60_000;

const LISTEN_EVERY_MS = 10_000;
const TOLD_EVERY_MS = 60_000;

type Places = ReturnType<typeof createPlaces>;

export type SubscribeResult = 'added' | 'there_already' | 'too_many';

export type WatchService = ReturnType<typeof createWatchService>;

/** Takes events of relay tasks from the Live API, and posts them in the channels that watch the tasks. */
export function createWatchService(deps: Deps) {
  const places = createPlaces(deps.now);
  let listenedAtMs = 0;
  return {
    /** Takes the body of a callback. It is stored when this resolves, and handled later. */
    take: createTake(deps),

    keptOf: deps.store.keptOf,
    heardOf: deps.store.heardOf,

    /** Notes, at most every ten seconds, that events are taken. */
    async listen(): Promise<void> {
      if (deps.now() - listenedAtMs < LISTEN_EVERY_MS) return;
      listenedAtMs = deps.now();
      await deps.store.listen(listenedAtMs);
    },

    /** Counts an event in every channel that watches it, and notes it with the request before it. */
    async handle(eventId: string): Promise<Progress> {
      const taken = await deps.store.load(eventId);
      if (!taken) return DONE;
      const counted = await count(deps, taken, places);
      const progress = (await noteAfterChange(deps, taken)) ?? counted;
      if ('done' in progress) await deps.store.drop(eventId);
      return progress;
    },

    /** Looks at a stream because of events after a change. Resolves with the time of the next look (Unix, ms), if any. */
    lookForGuard: (requestId: string) => lookForGuard(deps, requestId),

    show: (key: string): Promise<void> => show(deps, key),

    async watchedIn(channel: string): Promise<readonly Subscription[]> {
      const all = await deps.store.subscriptions();
      return all.filter((one) => one.channel === channel).toSorted((a, b) => a.atMs - b.atMs);
    },

    async subscribe(asked: Omit<Subscription, 'id' | 'atMs'>): Promise<SubscribeResult> {
      const subscription = { ...asked, id: subscriptionId(asked), atMs: deps.now() };
      const here = await this.watchedIn(asked.channel);
      if (here.some(({ id }) => id === subscription.id)) return 'there_already';
      if (here.length >= SUBSCRIPTIONS_MAX) return 'too_many';
      await deps.store.subscribe(subscription);
      return 'added';
    },

    /** Stops it; undefined when there is no such subscription in this channel. */
    async unsubscribe(channel: string, id: string): Promise<Subscription | undefined> {
      const found = (await this.watchedIn(channel)).find((one) => one.id === id);
      if (found) await deps.store.unsubscribe(id);
      return found;
    },

    subscriptionId,
  };
}

function createTake({ store, now, log }: Deps): (body: string) => Promise<void> {
  let toldAtMs = 0;
  return async (body) => {
    const parsed = fromJson(body);
    const event = readEvent(parsed);
    if (!event) {
      // The body is not logged: it may be a signed URL.
      log.warn('event not understood', { characters: body.length });
      return;
    }
    const receivedAtMs = now();
    try {
      await store.take({ id: digestOf(identityOf(parsed)), event, receivedAtMs });
    } catch (error) {
      if (error instanceof TooManyEventsError && receivedAtMs - toldAtMs >= TOLD_EVERY_MS) {
        toldAtMs = receivedAtMs;
        log.warn('too many events at once; refused ones may be sent again');
      }
      throw error;
    }
  };
}

function subscriptionId(asked: {
  readonly channel: string;
  readonly project: string;
  readonly task?: { readonly id: string } | undefined;
  readonly events: readonly string[];
  readonly by: Person;
}): string {
  const { channel, project, task, events } = asked;
  return digestOf(JSON.stringify([channel, project, task?.id ?? '', events.toSorted()]));
}

function digestOf(text: string): string {
  return sha256(text).slice(0, 32);
}

async function count(deps: Deps, taken: TakenEvent, tasks: Places): Promise<Progress> {
  const { event, receivedAtMs } = taken;
  const { eventAtMs = receivedAtMs } = event;
  const lateAtMs = receivedAtMs - eventAtMs > LATE_MS ? eventAtMs : undefined;
  const watching = (await deps.store.subscriptions()).filter((one) => isWatched(one, event));
  // A subscription to the task itself says in which project it is.
  const named = new Map(
    watching.flatMap(({ project, task }): [string, string][] =>
      task ? [[project, task.name]] : [],
    ),
  );
  const places = new Map<string, Arrival>();
  let isUnread = false;
  for (const { channel, project: projectName } of watching) {
    const project = deps.projects.get(projectName);
    if (!project) continue;
    const place = await tasks.of(project, event.taskId);
    const name = typeof place === 'string' ? named.get(projectName) : place.name;
    isUnread ||= place === 'unread' && name === undefined;
    if (name === undefined) continue;
    const where = { channel, project: projectName, taskName: name, lateAtMs };
    places.set(`${channel} ${projectName}`, { id: taken.id, event, ...where });
  }
  // A task is in one project, so once that is known nothing waits for the others.
  if (isUnread && places.size === 0) return later(deps, taken);
  for (const arrival of places.values()) await countIn(deps, arrival);
  return DONE;
}

/** Tries again for a few minutes while the Live API cannot say whose task it is. */
function later(deps: Deps, taken: TakenEvent): Progress {
  if (deps.now() - taken.receivedAtMs < EVENT_OLD_MS) return { againAtMs: deps.now() + AGAIN_MS };
  deps.log.warn('event dropped: its task could not be read', { event: taken.event.event });
  return DONE;
}

async function countIn(deps: Deps, arrival: Arrival): Promise<void> {
  const { channel, project, event, lateAtMs } = arrival;
  const names = [channel, project, event.taskId, event.event];
  const key = digestOf(JSON.stringify(lateAtMs === undefined ? names : [...names, 'late']));
  await deps.store.changeGroup(key, (group) => withEvent(group, arrival, deps.now()));
}

async function show(deps: Deps, key: string): Promise<void> {
  const group = await deps.store.group(key);
  if (!group || group.shownCount >= group.count) return;
  const found = await readNow(deps, group);
  let message = group.message;
  if (!message) {
    const posted = await deps.poster.post(group, found);
    if (posted === 'no_access') {
      deps.log.warn('event not posted: the bot is not in the channel', { channel: group.channel });
    } else message = posted;
  } else {
    // If the message was deleted, it is not posted again; the next group gets a new one.
    await deps.poster.update(message, group, found);
  }
  await deps.store.changeGroup(key, (now) => {
    const next = withMessage(now, group, message, deps.now());
    return next && { next };
  });
}

async function readNow(deps: Deps, group: EventGroup): Promise<Found> {
  if (!STATE_EVENTS.includes(group.event)) return { kind: 'not_asked' };
  const answer = await deps.projects.get(group.project)?.tasks.read(group.taskId);
  if (answer?.ok === 'not_found') return { kind: 'gone' };
  return answer?.ok ? { kind: 'task', task: answer.task, atMs: deps.now() } : { kind: 'unread' };
}
