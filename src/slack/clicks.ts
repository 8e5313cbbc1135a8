import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '@slack/bolt';

/** What came from Slack, and how long it took until it was acknowledged. */
export interface ClickRecord {
  readonly kind: ClickKind;
  readonly ms: number;
}

const KINDS = ['command', 'block_actions', 'block_suggestion', 'view_submission', 'other'] as const;
export type ClickKind = (typeof KINDS)[number];

/** Goes around the work on each click. */
export type AroundClick = (kind: ClickKind, work: () => Promise<void>) => Promise<void>;

/** So many people who wait for an acknowledgement at the same time are a crowd. */
const CROWD = 4;
/** It is over when none was seen for so long, in milliseconds: between two answers there is a gap. */
const CALM_AFTER_MS = 50;

/** Follows everything that Slack sends through its life: unacknowledged, being worked on, over. */
export function followClicks(
  app: Pick<App, 'processEvent'>,
  room: {
    readonly now: () => number;
    readonly onAck: (click: ClickRecord) => void;
    readonly aroundClick: AroundClick;
  },
) {
  const handle = app.processEvent.bind(app);
  const unanswered = new Set<Promise<unknown>>();
  const working = new Set<Promise<unknown>>();
  const crowd = createCrowd();

  app.processEvent = async (event) => {
    const startedMs = room.now();
    const answer = Promise.withResolvers<undefined>();
    const isAnswered = (): void => {
      unanswered.delete(answer.promise);
      answer.resolve(undefined);
    };
    const kind = kindOf(event.body);
    const ack: typeof event.ack = async (response) => {
      try {
        await event.ack(response);
        room.onAck({ kind, ms: room.now() - startedMs });
      } finally {
        isAnswered();
      }
    };
    const work = room.aroundClick(kind, () => handle({ ...event, ack }));
    unanswered.add(answer.promise);
    if (unanswered.size >= CROWD) crowd.isSeen();
    working.add(work);
    try {
      await work;
    } finally {
      isAnswered();
      working.delete(work);
    }
  };

  return {
    /** Waits for a moment in which nobody waits for an acknowledgement, `withinMs` at the most. */
    answered: (withinMs: number): Promise<void> => emptied(unanswered, withinMs),
    /** Waits while a crowd waits for an acknowledgement, `withinMs` at the most. */
    calm: (withinMs: number): Promise<void> => crowd.isGone(withinMs),
    /** Waits until nothing is being worked on, `withinMs` at the most. */
    finished: (withinMs: number): Promise<void> => emptied(working, withinMs),
  };
}

function createCrowd() {
  let gone: PromiseWithResolvers<undefined> | undefined;
  let quiet: NodeJS.Timeout | undefined;
  return {
    isSeen(): void {
      gone ??= Promise.withResolvers();
      quiet ??= setTimeout(() => {
        gone?.resolve(undefined);
        gone = undefined;
        quiet = undefined;
      }, CALM_AFTER_MS).unref();
      quiet.refresh();
    },
    async isGone(withinMs: number): Promise<void> {
      if (gone) await Promise.race([gone.promise, sleep(withinMs, undefined, { ref: false })]);
    },
  };
}

/** A promise leaves the set before it settles, so the set shrinks from one round to the next. */
async function emptied(set: ReadonlySet<Promise<unknown>>, withinMs: number): Promise<void> {
  const timeUp = sleep(withinMs, 'late' as const, { ref: false });
  while (set.size > 0) {
    if ((await Promise.race([Promise.allSettled(set), timeUp])) === 'late') return;
  }
}

/** By `command`, or by the `type` that every other payload has. */
function kindOf(body: Readonly<Record<string, unknown>>): ClickKind {
  if (typeof body['command'] === 'string') return 'command';
  return KINDS.find((kind) => kind === body['type']) ?? 'other';
}
