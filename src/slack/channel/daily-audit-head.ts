import type { AuditTrail } from '#src/approval/audit/audit.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { opsChannelsOf, type SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import { postNamed, type PostNamedDeps } from './post-named.ts';

const DAY_MS = 24 * 60 * 60_000;

interface Deps extends PostNamedDeps {
  readonly projects: SlackProjects;
  readonly trail: Pick<AuditTrail, 'count' | 'head'>;
  /** The day on which the head was last posted in a channel. */
  readonly posted: {
    readonly dayOf: (channel: string) => Promise<string | undefined>;
    readonly note: (channel: string, day: string) => Promise<void>;
  };
  readonly log: { readonly warn: (message: string, fields?: object) => void };
}

/**
 * Posts the head of the audit to every ops channel, once a day. Somebody who rewrites the trail cannot change what people
 * have read.
 */
export function createDailyAuditHead(deps: Deps) {
  return {
    /** `mayHaveBegun`: it may have been posted without being recorded. */
    async post(mayHaveBegun: boolean): Promise<void> {
      const head = await deps.trail.head();
      if (head === undefined) return;
      const count = await deps.trail.count();
      const day = new Date(deps.now()).toISOString().slice(0, 'yyyy-mm-dd'.length);
      for (const [channel, language] of opsChannelsOf(deps.projects)) {
        if ((await deps.posted.dayOf(channel)) === day) continue;
        const name = { request: 'audit', part: day };
        const message = messageFrom(wordsFor(language).audit.daily(day, count, head));
        const asked = { mayHaveBegun, sinceMs: Date.parse(day) };
        const posted = await orOutOfReach(() => postNamed(deps, name, { channel, message }, asked));
        // Only people can let the bot in; the other channels still get it.
        if (posted instanceof OutOfReachError) {
          deps.log.warn('cannot post the head of the audit: no access to the channel', { channel });
        }
        await deps.posted.note(channel, day);
      }
    },
  };
}

export type DailyAuditHead = ReturnType<typeof createDailyAuditHead>;

/** The start of the next day, in UTC. */
export function nextDayMs(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
