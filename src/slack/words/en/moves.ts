import type { VoidedBy } from '#src/approval/record/move-record.ts';

/** A scheduled request that is moved to another time. Times come ready for mrkdwn. */
export const moves = {
  /** Titles of modals: at most 24 characters. */
  title: 'Move to another time',
  doneTitle: 'Moved',
  submit: 'Move',
  /** `title`: what the request does. */
  intro: (id: string, title: string, when: string) => `*${id}* · ${title}\nRuns ${when}.`,
  choose: 'Choose another time. Its effect on viewers and approvals is then shown here.',
  effectAt: (when: string) => `*What viewers see from ${when}:*`,
  backAt: (when: string) => `↩️ *Then back ${when}:*`,
  /** What becomes of approvals. */
  notApproved: 'Nobody has approved it yet.',
  stays:
    '✅ The approvals still count: the same values are sent, and the policy asks for no more at that time.',
  voided: {
    payload: '⚠️ The approvals no longer count, because other values are sent at that time.',
    effects: '⚠️ The approvals no longer count, because viewers would lose more at that time.',
    policy:
      '⚠️ The approvals no longer count, because the policy asks for more, or for other people, at that time.',
  } satisfies Record<VoidedBy, string>,
  done: (id: string, when: string) => `🗓️ ${id} now runs ${when}.`,
  missing: 'Choose a date and a time.',
  inThread: (person: string, from: string, to: string) =>
    `🗓️ ${person} moved it from ${from} to ${to}.`,
  backInThread: (from: string, to: string) => `The way back moved from ${from} to ${to}.`,
  /** On the card, while it waits for approvals again. */
  onCard: (from: string, to: string) => `🗓️ *Moved* from ${from} to ${to}.`,
};
