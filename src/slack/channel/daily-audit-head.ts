import type { webApi } from '@slack/bolt';
import type { AuditTrail } from '#src/approval/audit.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { opsChannelsOf, type SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import { findPosted, metadataOf } from './find-posted.ts';
import type { PacedPosting } from './paced-posting.ts';

const DAY_MS = 24 * 60 * 60_000;

interface Deps {
  /** For reading; `posting` writes. */
  readonly client: webApi.WebClient;
  readonly posting: PacedPosting;
  readonly projects: SlackProjects;
  readonly trail: Pick<AuditTrail, 'count' | 'head'>;
  /** The day on which the head was last posted in a channel. */
  readonly posted: {
    readonly dayOf: (channel: string) => Promise<string | undefined>;
    readonly note: (channel: string, day: string) => Promise<void>;
  };
  readonly now: () => number;
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
      const nowMs = deps.now();
      const day = new Date(nowMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
      for (const [channel, language] of opsChannelsOf(deps.projects)) {
        if ((await deps.posted.dayOf(channel)) === day) continue;
        const name = { request: 'audit', part: day };
        const sinceMs = Date.parse(day);
        const { posting } = deps;
        const said = messageFrom(wordsFor(language).audit.daily(day, count, head));
        const posted = await orOutOfReach(async () => {
          const find = () => findPosted(deps.client, name, { channel, sinceMs, nowMs });
          if (mayHaveBegun && (await posting.within(channel, find))) return;
          const who = `audit ${day}`;
          await posting.takeSlot(channel, who);
          await posting.post({ channel, ...said, metadata: metadataOf(name) }, who);
        });
        // Only people can let the bot in; the other channels still get it.
        if (posted instanceof OutOfReachError) {
          deps.log.warn('the head of the audit is not posted: no access', { channel });
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
