import { CHANNELS } from '#sandbox/cast.ts';
import type { Trouble } from './trouble.ts';

const BREAKS = {
  'removed from': { botIsMember: false },
  'archived with': { botIsMember: false, isArchived: true },
} as const;

/** The bot cannot post in one of the two channels, until it is invited again. */
export const CHANNEL_TROUBLES: readonly Trouble[] = Object.entries(BREAKS).flatMap(
  ([how, change]) =>
    [CHANNELS.leads, CHANNELS.ops].map(({ id, name }) => ({
      name: `${how} #${name}`,
      begin({ slack }) {
        slack.changeChannel(id, change);
        return Promise.resolve(() => {
          slack.changeChannel(id, { botIsMember: true, isArchived: false });
          return Promise.resolve();
        });
      },
    })),
);
