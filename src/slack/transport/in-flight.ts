import type { App } from '@slack/bolt';
import { within } from '#src/basics/within.ts';

/** What kind of click came, and how long it took to acknowledge it. */
export interface ClickRecord {
  readonly kind: ClickKind;
  readonly ms: number;
}

const KINDS = ['command', 'block_actions', 'block_suggestion', 'view_submission', 'other'] as const;
export type ClickKind = (typeof KINDS)[number];

/** Wraps the work on each click. */
export type AroundClick = (kind: ClickKind, work: () => Promise<void>) => Promise<void>;

/** This many clicks waiting for an acknowledgement at once are a crowd. */
const CROWD = 4;
/** A crowd is gone when none has been seen for this long, in milliseconds: there are gaps between answers. */
const CALM_AFTER_MS = 50;

/** Tracks everything that Slack sends while it is unacknowledged and while it is being handled. */
export function trackInFlight(
  app: Pick<App, 'processEvent'>,
  deps: {
    readonly now: () => number;
    readonly onAck: (click: ClickRecord) => void;
    readonly aroundClick: AroundClick;
  },
) {
  const handle = app.processEvent.bind(app);
  const unanswered = createTally();
  const working = createTally();
  const crowd = createCrowd();

  app.processEvent = async (event) => {
    const startedMs = deps.now();
    const kind = kindOf(event.body);
    let isAnswered = false;
    const answered = (): void => {
      if (!isAnswered) unanswered.leave();
      isAnswered = true;
    };
    const ack: typeof event.ack = async (response) => {
      try {
        await event.ack(response);
        deps.onAck({ kind, ms: deps.now() - startedMs });
      } finally {
        answered();
      }
    };
    working.enter();
    if (unanswered.enter() >= CROWD) crowd.isSeen();
    try {
      await deps.aroundClick(kind, () => handle({ ...event, ack }));
    } finally {
      answered();
      working.leave();
    }
  };

  return {
    /** Waits, at most `withinMs`, until nobody is waiting for an acknowledgement. */
    answered: (withinMs: number): Promise<void> => unanswered.emptied(withinMs),
    /** Waits, at most `withinMs`, while a crowd is waiting for acknowledgements. */
    calm: (withinMs: number): Promise<void> => crowd.isGone(withinMs),
    /** Waits, at most `withinMs`, until nothing is being handled. */
    finished: (withinMs: number): Promise<void> => working.emptied(withinMs),
  };
}

export function createTally() {
  let count = 0;
  let none: PromiseWithResolvers<undefined> | undefined;
  return {
    /** Returns the count including this one. */
    enter: (): number => (count += 1),
    leave(): void {
      count -= 1;
      if (count > 0) return;
      none?.resolve(undefined);
      none = undefined;
    },
    async emptied(withinMs: number): Promise<void> {
      if (count === 0) return;
      none ??= Promise.withResolvers();
      await within(withinMs, none.promise);
    },
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
      if (gone) await within(withinMs, gone.promise);
    },
  };
}

/** By `command`, or by the `type` of all other payloads. */
function kindOf(body: Readonly<Record<string, unknown>>): ClickKind {
  if (typeof body['command'] === 'string') return 'command';
  return KINDS.find((kind) => kind === body['type']) ?? 'other';
}
