import type { webApi } from '@slack/bolt';
import type { Directory } from '#src/approval/ports.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import { createCache } from '#src/basics/cache.ts';
import type { Log } from '#src/log.ts';
import type { Identity } from '#src/slack/transport/bot-identity.ts';
import { DEFAULT_LANGUAGE, type Language } from '#src/slack/words/index.ts';
import { createListedPeople } from './listed-people.ts';
import { memberOf, type Settings } from './member.ts';
import { createUsergroups } from './usergroups.ts';

/**
 * How long an answer about a person may be used, in milliseconds. Long enough for one
 * review from opening to deciding, short enough that a removal is felt at once.
 */
const CACHE_MS = 30_000;

/**
 * How long a person's language is cached, in milliseconds: people rarely change it, and calls are needed for
 * decisions.
 */
const LANGUAGE_MS = 10 * 60_000;

export type SlackDirectory = ReturnType<typeof createDirectory>;

/** Who people are, from Slack. Throws when Slack does not say. */
export function createDirectory(deps: {
  readonly client: webApi.WebClient;
  /** The bot's workspace, whose members count. */
  readonly identity: Pick<Identity, 'teamId'>;
  /** Whether Slack has reported a changed group to any replica since the last call. */
  readonly hasChanged: () => boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
}) {
  const { client, identity, hasChanged, now, sleep, log } = deps;
  // Never emptied; it holds two words per person.
  const settings = new Map<string, Settings & { readonly untilMs: number }>();
  const members = createCache({
    forMs: CACHE_MS,
    now,
    async load(userId) {
      const member = await memberOf(client, identity.teamId, userId);
      const { language, timeZone } = member;
      settings.set(userId, { language, timeZone, untilMs: now() + LANGUAGE_MS });
      return member;
    },
  });
  const groups = createUsergroups(deps);
  const knownLanguage = (userId: string): Language =>
    settings.get(userId)?.language ?? DEFAULT_LANGUAGE;

  return {
    ...createListedPeople(deps),

    async membership(
      { userId }: Person,
      usergroups: readonly string[],
    ): ReturnType<Directory['membership']> {
      // Checked each time, so that changes reported to another replica count at once.
      if (hasChanged()) {
        members.clear();
        groups.clear();
      }
      const [{ isFullMember }, found] = await Promise.all([
        members.get(userId),
        groups.of(userId, usergroups),
      ]);
      return { isFullMember, usergroups: found ?? [], areGroupsUnknown: found === undefined };
    },

    /** The time zone of a person's Slack (IANA) if it is already known; at once. */
    knownTimeZone: (userId: string) => settings.get(userId)?.timeZone,

    /** The language of a person's Slack if it is already known; at once. */
    knownLanguage,

    /** The language, from Slack. Never throws: if Slack does not answer within this time (ms), it is the known one. */
    async language(userId: string, withinMs: number): Promise<Language> {
      if (now() < (settings.get(userId)?.untilMs ?? 0)) return knownLanguage(userId);
      const asked = members.get(userId).catch((error: unknown) => {
        log.warn('Slack does not say which language a person uses', { userId, error });
      });
      await Promise.race([asked, sleep(withinMs)]);
      return knownLanguage(userId);
    },
  };
}
