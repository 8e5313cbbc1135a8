import { fromJson } from '#src/basics/from-json.ts';
import { sha256 } from '#src/basics/sha256.ts';
import type { Person } from '#src/approval/change-request.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { type AfterChangeDeps, lookForGuard, noteAfterChange } from './after-change.ts';
import { readEvent } from './event.ts';
import { type Arrival, type EventGroup, withEvent, withMessage } from './group.ts';
import type { KeptEvents } from './kept-event.ts';
import type { Found, TakenEvent, WatchPoster, WatchProject, WatchStore } from './ports.ts';
import { isWatched, type Subscription, SUBSCRIPTIONS_MAX } from './subscription.ts';

interface Deps extends AfterChangeDeps {
  readonly poster: WatchPoster;
  readonly log: { readonly warn: (message: string, fields?: object) => void };
}

/** Events that say something about the state of a task: what it holds is read before they are told. */
const STATE_EVENTS = ['TaskStart', 'TaskExit', 'ResetTaskConfig', 'TaskAlarm'];

/** After this nobody wants to hear of an event that could not be told, in milliseconds. */
const EVENT_OLD_MS = 10 * 60_000;
const AGAIN_MS = 30_000;

/** How long it is remembered in which project a task is, in milliseconds. Ids do not move. */
const PLACE_MS = 10 * 60_000;

const LISTEN_EVERY_MS = 10_000;

export type SubscribeResult = 'added' | 'there_already' | 'too_many';

export type WatchService = ReturnType<typeof createWatchService>;

/** Takes what the Live API reports of its tasks, and tells it to the channels that watch them. */
export function createWatchService(deps: Deps) {
  const placeOf = createPlaces(deps);
  let listenedAtMs = 0;
  return {
    /** Takes the body of a callback. It is safe when this resolves; work on it comes later. */
    async take(body: string): Promise<void> {
      const event = readEvent(fromJson(body));
      if (!event) {
        // Nothing of the body: it may be a signed address from its first character on.
        deps.log.warn('event not understood', { characters: body.length });
        return;
      }
      const receivedAtMs = deps.now();
      await deps.store.take({ id: digestOf(body), event, receivedAtMs });
    },

    /** What is kept of the events of a task, for what was on when. */
    keptOf: (taskId: string): Promise<KeptEvents> => deps.store.keptOf(taskId),

    heardOf: (): ReturnType<WatchStore['heardOf']> => deps.store.heardOf(),

    /** Notes, every ten seconds at the most, that events are taken. */
    async listen(): Promise<void> {
      if (deps.now() - listenedAtMs < LISTEN_EVERY_MS) return;
      listenedAtMs = deps.now();
      await deps.store.listen(listenedAtMs);
    },

    /** Counts an event in every channel that watches it; where it belongs to a request, notes it there. */
    async handle(eventId: string): Promise<Progress> {
      const taken = await deps.store.load(eventId);
      if (!taken) return DONE;
      const counted = await count(deps, taken, placeOf);
      return (await noteAfterChange(deps, taken)) ?? counted;
    },

    /**
     * Looks at the stream of a request because of events after its change. Resolves with when to do it again (Unix,
     * ms), if at all.
     */
    lookForGuard: (requestId: string) => lookForGuard(deps, requestId),

    /** Brings the message of a group up to date. */
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

type Place = { readonly name: string } | 'elsewhere' | 'unread';
type PlaceOf = (project: WatchProject, taskId: string) => Promise<Place>;

/** What a task of a project is called, if the project has it. */
function createPlaces({ now }: Deps): PlaceOf {
  const known = new Map<string, { readonly untilMs: number; readonly place: Place }>();
  return async (project, taskId) => {
    const key = `${project.name} ${taskId}`;
    const held = known.get(key);
    if (held && now() < held.untilMs) return held.place;
    const read = await project.tasks.read(taskId);
    if (read.ok === false) return 'unread';
    const place = read.ok === true ? { name: taskName(read.task) } : 'elsewhere';
    for (const [old, { untilMs }] of known) if (untilMs <= now()) known.delete(old);
    known.set(key, { untilMs: now() + PLACE_MS, place });
    return place;
  };
}

async function count(deps: Deps, taken: TakenEvent, placeOf: PlaceOf): Promise<Progress> {
  const { event } = taken;
  const watching = (await deps.store.subscriptions()).filter((one) => isWatched(one, event));
  const places = new Map<string, Arrival>();
  for (const { channel, project: projectName, task } of watching) {
    const project = deps.projects.get(projectName);
    if (!project) continue;
    const place = await placeOf(project, event.taskId);
    if (place === 'unread' && task === undefined) return later(deps, taken);
    const name = typeof place === 'string' ? task?.name : place.name;
    if (name === undefined) continue;
    const where = { channel, project: projectName, taskName: name };
    places.set(`${channel} ${projectName}`, { id: taken.id, event, ...where });
  }
  for (const arrival of places.values()) await countIn(deps, arrival);
  return DONE;
}

/** While the Live API is away nobody knows whose task it is; for a few minutes that is asked again. */
function later(deps: Deps, taken: TakenEvent): Progress {
  if (deps.now() - taken.receivedAtMs < EVENT_OLD_MS) return { againAtMs: deps.now() + AGAIN_MS };
  deps.log.warn('event dropped: its task could not be read', { event: taken.event.event });
  return DONE;
}

async function countIn(deps: Deps, arrival: Arrival): Promise<void> {
  const { channel, project, event } = arrival;
  const key = digestOf(JSON.stringify([channel, project, event.taskId, event.event]));
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
    // Whether it is still there or not: who deleted it has seen it, and the next group gets its own.
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
