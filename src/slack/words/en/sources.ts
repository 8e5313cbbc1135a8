import type { UnreachableReason } from '#src/relay/source-check.ts';

/** What a look at the sources of a change found. */
export const sources = {
  title: '*Sources*',
  /** `when` is a moment, or how long ago. */
  checked: (ago: string) => `checked ${ago} ago`,
  checkedNow: 'checked just now',
  /** Missing files first; `status` is 404 or 410. */
  missing: (status: number) => `the server answers ${status}: there is no such file`,
  notMedia: (type: string | undefined) =>
    `not a media file${type ? ` (the server calls it ${type})` : ''}`,
  unreachable: {
    status: 'the server refuses it',
    no_such_name: 'the name of the server does not exist',
    private_address: 'it leads to an address that is not public, so it was not checked',
    scheme: 'it leads to something other than http or https',
    port: 'it leads to a port that is not allowed, so it was not checked',
    credentials: 'it leads to an address with a user name, so it was not checked',
    redirects: 'it redirects more than three times',
    connection: 'the connection failed',
    timeout: 'no answer within 20 seconds',
    odd_answer: 'the server answers with something that is not a file',
  } satisfies Record<UnreachableReason, string>,
  withStatus: (said: string, status: number) => `${said} (status ${status})`,
  /** From where relaydesk runs; the cloud may see it differently. */
  fromHere: 'checked from here; the cloud may still reach it',
  remarks: {
    no_audio: 'no audio',
    no_video: 'no picture',
    truncated: 'not complete: a part of the file is missing',
    encrypted: 'encrypted, so not examined',
    not_examined: 'too much to read for a check, so the length is unknown',
    no_ranges: 'the server cannot start in the middle of a file',
    index_at_end: 'large, with its index at the end: starts slowly',
  },
  /** `position`: where the list is to begin. */
  startsPastEnd: (position: string) => `the start position, ${position}, is past its end`,
  unlikeTheRest: (differences: string) => `unlike the rest: ${differences}`,
  insteadOf: (has: string, rest: string) => `${has} instead of ${rest}`,
  live: 'live, without an end',
  framesPerSecond: (count: number) => `${count} fps`,
  /** Behind a file on a card. */
  brief: { notMedia: 'not a media file', unreachable: 'unreachable from here' },
  filesChecked: (when: string) => `🔎 Files checked ${when}`,
  notYet: 'not checked yet',
  noneYet: '❔ *Sources* · not checked yet. The check is still running; look again in a moment.',
  notChecked: 'not checked: only http and https are',
  more: (count: number) => `… and ${count} more without a problem`,
  /** Files that were something else when the change ran than when it was approved. */
  changed: {
    title: '⚠️ *Not as approved:* these files had changed when this ran.',
    heldBack: '⚠️ *Not as approved:* these files have changed since then.',
    size: (was: string, now: string) => `${now} bytes instead of ${was}`,
    length: (was: string, now: string) => `${now} long instead of ${was}`,
    replaced: 'replaced on the server',
    unreachable: 'cannot be reached from here',
    good: 'can be played again',
    more: (count: number) => `… and ${count} more`,
  },
  round: (length: string) => `One round is about ${length}.`,
  order: '*Running order* (approximate), if it runs now:',
  orderAt: '*Running order* (approximate):',
};
