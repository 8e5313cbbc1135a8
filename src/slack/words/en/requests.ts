import type { ChangeKind } from '#src/relay/change-kind.ts';
import type { PlaylistLine } from '#src/relay/playlist-diff.ts';

/** What is said of one request: its card, its thread, its review, its result. */

export const card = {
  /** What a notification shows. */
  headline: (id: string, title: string, project: string, state: string) =>
    `${id} · ${title} in ${project} · ${state}`,
  /** The verb comes first. */
  titles: {
    pause: (task) => `Pause ${task}`,
    resume: (task) => `Resume ${task}`,
    new_playlist: (task) => `New playlist for ${task}`,
    end_earlier: (task) => `End ${task} earlier`,
    extend: (task) => `Extend ${task}`,
    move_start: (task) => `Move the start of ${task}`,
    start_position: (task) => `Set the start position of ${task}`,
    rounds: (task) => `Set the rounds of ${task}`,
    events: (task) => `Set the reported events of ${task}`,
    change: (task) => `Change ${task}`,
  } satisfies Record<ChangeKind, (task: string) => string>,
  revert: (reverted: string, title: string) => `Revert ${reverted}: ${title}`,
  needs: (missing: number) => `needs ${missing} ${missing === 1 ? 'approval' : 'approvals'}`,
  /** The same once somebody has approved. */
  needsMore: (missing: number) =>
    `needs ${missing} more ${missing === 1 ? 'approval' : 'approvals'}`,
  runs: (when: string) => `runs ${when}`,
  /** The deadline. */
  expires: (until: string) => `expires ${until}`,
  approvedBy: (person: string, when: string) => `approved by ${person} ${when}`,
  rejectedBy: (person: string, when: string) => `rejected by ${person} ${when}`,
  askedBy: (person: string, project: string) => `*Requested by* ${person} for *${project}*`,
  pushesTo: (host: string) => `pushes to ${host}`,
  digest: 'digest',
  fieldsKept: (count: number) => `${count} fields do not change`,
  asked: (when: string) => `Requested ${when}`,
  listInThread:
    'The list is too long for a card. The full list is in the thread and in the review.',
  listInReplies:
    'The list is too long for a card. The full list is in the replies to this message.',
  /** Below a message in another channel. */
  seeCard: (link: string, channel: string) => `<${link}|The card and its thread> in ${channel}`,
  /** Above the file. */
  wholeFile: (id: string, digest: string) => `The full change of ${id}, digest \`${digest}\``,
  /** `why`: Slack's name for it, as far as it has said one. */
  fileRefused: (why?: string) =>
    `⚠️ Slack did not take the full change as a file${why ? ` (\`${why}\`)` : ''}, so it follows in several messages.`,
  wholeChange: (part: number, parts: number) => `The full change, part ${part} of ${parts}`,
  wholeChangeOf: (id: string, part: number, parts: number) =>
    `The full change of ${id}, part ${part} of ${parts}`,
  /** What it went past; `frozen` names the freeze, if there was one. */
  withoutApproval: (quorum: number, frozen?: string) =>
    `🚨 *Run without approval (break-glass).* It would have needed ${quorum === 1 ? 'an approval' : `${quorum} approvals`}.${frozen ? ` It went through a freeze: ${frozen}.` : ''}`,
  reviewDue: '🔎 Nobody else has looked at it yet. An approver still has to sign it off.',
  reviewed: (person: string, when: string) => `🔎 ${person} signed it off ${when}:`,
  /** Why something is held back, as it stands in a sentence. */
  heldBackBecause: {
    worse: 'viewers would lose more than was approved',
    files: 'files have changed since the approval',
  },
  /** `when`: its time. */
  ahead: (when: string, why: string) =>
    `⚠️ *Checked before its run:* ${why}. If that is still so ${when}, it will be held back and must be approved again.`,
  heldBack: (when: string, why: string) =>
    `⚠️ *Held back ${when}:* ${why}. Nothing was sent; it must be approved again.`,
  hold: (time: string) => `⏱️ Runs ${time} after approval, so there is time to stop it.`,
  /** Unchanged fields with values that we do not know, each with its value. */
  sentBack: (fields: readonly string[]) =>
    `Unknown to relaydesk, sent back unchanged: ${fields.join(', ')}.`,
  leftOut: (fields: readonly string[]) =>
    `Unknown to relaydesk, not sent because the API would refuse it: ${fields.join(', ')}.`,
  mayFallBack: (fields: readonly string[]) =>
    `⚠️ So the API may set ${fields.join(', ')} back to its default (for a start: now).`,
  /** `over`: the request that had been applied in the meantime. */
  lateEffect: (over?: string) =>
    `⚠️ *Took effect late.* The reply to its call was lost, and it took effect after this request had ended${over ? `: the task no longer has all of what ${over} set` : ''}. If that is not wanted, revert it.`,
  overwritten: (by: string, when: string) =>
    `⚠️ *Overwritten ${when}.* ${by}, whose reply was lost, took effect late, so the task no longer has all of this change. If it is still wanted, ask for it again.`,
  /** Requests that wait for the same task. */
  competing: (ids: readonly string[]) =>
    `👀 ${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} also open for this task. Once one of them runs, the others must be requested again.`,
};

/** Who has to approve, `people` as mentions or names. */
export const slots = {
  of: (count: number, people: readonly string[]) =>
    `${count} of ${people.length === 0 ? 'nobody (the list is empty)' : people.join(' / ')}`,
  and: (each: readonly string[]) => each.join(' and '),
  /** By an earlier policy and by today's; the same person may count for both. */
  sets: (each: readonly string[]) => each.join('; and by another version of the policy '),
  open: (who: string) => `👥 Still to approve: ${who}`,
};

const playlistLines: Record<PlaylistLine['kind'], (count: number) => string> = {
  added: (count) => `${count} added`,
  removed: (count) => `${count} removed`,
  moved: (count) => `${count} moved`,
  kept: (count) => `${count} kept`,
};

export const diff = {
  notSet: 'not set',
  /** Before a value that cannot be read. */
  unreadable: 'cannot be read:',
  emptyList: 'an empty list',
  /** After a text that should be a time. */
  notATime: '(not a time)',
  /** Between a time and the way in which the API wrote it. */
  writtenAs: 'written as',
  /** Of a field that moved under a change. */
  was: 'was',
  asked: 'requested',
  now: 'now',
  urlCount: (count: number) => `${count} URLs (too long for here: /relay show has them)`,
  urls: (count: number, list: string) => `${count} URLs: ${list}`,
  playlistLines,
  movedFrom: (position: number) => `(was ${position})`,
};

/** What the Live API tells of the stream of a task. It may be black, so it is "present" and never "on air". */
export const streams = {
  present: '📡 Stream present',
  presentSince: (when: string) => `📡 Stream present since ${when}`,
  presentAt: (when: string) => `📡 Stream seen ${when}`,
  absent: (when: string) => `📡 No stream seen since ${when}`,
};

/** One line of the thread for an event. */
export const thread = {
  approved: (person: string, count: number, quorum: number) =>
    `👍 ${person} approved (${count} of ${quorum}).`,
  /** Of an approval that does not count any more: it was of an earlier content, or of an earlier try. */
  approvedBefore: (person: string) => `👍 ${person} approved.`,
  /** `note` is a quotation on lines of its own, or empty. */
  rejected: (person: string, note: string, requester: string) =>
    `🚫 ${person} rejected.${note}${note ? '\n' : ' '}Nothing was run. ${requester}`,
  withdrawn: (person: string) => `↩️ ${person} withdrew the request. Nothing was run.`,
  expired: (requester: string) =>
    `⌛ Nobody decided in time, so the request expired. Nothing was run. ${requester}`,
  missed: (id: string, title: string, project: string, people: string) =>
    `⌛ *Not run:* ${id}, *${title}* in *${project}*, was approved, but could not run within 15 minutes of its time, so it is not going to. It was not sent; if it is still wanted, request it again. ${people}`,
  edited: (person: string, digest: string) =>
    `✏️ ${person} changed the request. It must be approved again; the digest is now \`${digest}\`.`,
  rebased: (person: string, digest: string) =>
    `🔁 ${person} rebased the request onto the task's current settings. It must be approved again; the digest is now \`${digest}\`.`,
  /** `effect`: the gravest of what viewers would see now. */
  heldBack: (id: string, task: string, project: string, why: string, effect: string) =>
    `⚠️ *Held back:* ${id}, *${task}* in *${project}*, was not run, because ${why}. Nothing was sent.\n${effect}\nThe earlier approvals no longer count; approve it again or reject it.`,
  /** `when`: its time. `effect`: the gravest of what viewers would see then. */
  worsened: (when: string, why: string, effect: string) =>
    `⚠️ *Checked before its run:* ${why}.\n${effect}\nIf that is still so ${when}, it will be held back: nothing is sent then, and it must be approved again.`,
  mended: (when: string) =>
    `🔎 Checked again before its run: everything is as it was when it was approved, so it runs ${when}.`,
  retried: (person: string) => `🔂 ${person} approved a retry.`,
  /** The end of an earlier call, of which the request keeps nothing more. */
  earlierEnd: (state: string, id: string, title: string, project: string) =>
    `${state}: ${id}, *${title}* in *${project}*.`,
  triedAgain: 'It has been retried since.',
  reminded: (until: string) => `⏰ Still waiting for approval. It expires ${until}.`,
  escalated: (until: string) => `📣 Nobody has decided yet. It expires ${until}.`,
  withoutApproval: (id: string, person: string, task: string, project: string) =>
    `🚨 ${person} runs ${id} on *${task}* in *${project}* now, *without approval* (break-glass).`,
  reviewAsked: (id: string) =>
    `🚨 ${id} was run without approval, and nobody else has looked at it yet. An approver still has to sign it off.`,
  /** `note` is a quotation on lines of its own. */
  reviewed: (person: string, note: string) =>
    `🔎 ${person} signed off what ran without approval:${note}`,
  lateEffect: (id: string, title: string, project: string, over?: string) =>
    `⚠️ *Took effect late:* ${id}, *${title}* in *${project}*. The reply to its call was lost and the request had ended, but now the task has what it asked for${over ? ` and no longer all of what ${over} set` : ''}.`,
  overwritten: (id: string, by: string, people: string) =>
    `⚠️ *Overwritten:* the task no longer has all of what ${id} changed. ${by}, whose reply was lost, took effect late and set its own values. If this change is still wanted, ask for it again. ${people}`,
  recovered:
    '⚠️ The store lost the latest record of this request while its call was being sent. The record was written again; the call was sent once.',
  lost: '❔ We sent the change but got no reply. Checking the task to see whether it took effect; it will not be sent twice.',
  /** `people`: who asked and who approved. */
  streamGone: (id: string, task: string, people: string) =>
    `🔴 *No stream* of *${task}* since ${id} was applied. It was there before, it should be there now, and two checks found none. Look at what viewers see; *Revert…* on the card asks for the settings from before. ${people}`,
  streamBack: (id: string, task: string, when: string) =>
    `📡 The stream of *${task}* is present again after ${id}, seen ${when}.`,
  taskReset: (when: string) =>
    `📣 \`ResetTaskConfig\` arrived ${when}: the Live API reports that the task was changed. It came after this request, but an event does not say which change caused it.`,
};

export const outcome = {
  /** How a request stands whose stream was there before it and is not there after it. */
  noStream: '🔴 Applied, but NO STREAM',
  result: (state: string, id: string, title: string, project: string) =>
    `${state}: ${id}, *${title}* in *${project}*.`,
  /** The state of a request that the API accepted with a 200 although the task does not have the change. */
  paused: '⏸️ Applied, off air',
  notHeld: '⚠️ Accepted, but the task does not have the change',
  notHeldRead:
    '⚠️ The API answered 200, but the task does not have the change (requested → actual). Look at the task before you request it again.',
  /** Of a call that failed, after which a field of the change cannot be read. */
  failedUnclear:
    'The task was checked, but the changed field cannot be read: the change may or may not have taken effect (requested → actual).',
  /** Under a 400; `fields` in code font. */
  mayBeTheReason: (fields: readonly string[]) =>
    `❔ This may be the reason: ${fields.join(', ')} went back to the API unchanged, in a form that relaydesk does not know. Nobody asked to change it.`,
  nothingSent: 'Nothing was sent to the Live API, so nothing was changed.',
  holdsAll: 'Verified: the task now has every requested setting.',
  differs: '⚠️ Applied, but these settings are not what was requested (requested → actual).',
  appliedUnread: 'The task could not be checked afterwards, so this is only what the API replied.',
  failedRead: 'Checked: the task does not have the change.',
  failedUnread: 'The task could not be checked afterwards.',
  /** Of a call whose answer was lost. */
  mayStillTakeEffect: (until: string) =>
    `❔ The call may still take effect, because its reply was lost. The task is checked until ${until}; if the change turns up, you are told here.`,
  noLongerHolds: 'Why it was not run:',
  /** Above the fields that somebody else changed. */
  drifted: 'What changed meanwhile (then → now):',
};

export const review = {
  /** The title of a modal: at most 24 characters. */
  title: (id: string) => `Review ${id}`,
  about: (title: string, project: string, requester: string, when: string) =>
    `*${title}* in *${project}*, requested by ${requester} ${when}, because:`,
  taskGone:
    '⚠️ *The task has been deleted*, so there is nothing left to change. Reject this; if another task took its place, the change can be requested for that one.',
  taskUnread:
    '⚠️ The task could not be read just now, so compare with care. It is read again before the change is sent.',
  unchanged: (when: string) =>
    `✔️ Read ${when}: the task has not changed since this was requested.`,
  drifted:
    '⚠️ *The task was changed by somebody else since this was requested* (then → now). Approving will not work: reject this, and the requester can ask again.',
  /** Of other requests for the same task whose call may still take effect. */
  openOutcomes: (ids: readonly string[]) =>
    `⚠️ *The outcome of ${ids.join(', ')} on this task is still unknown.* The API did not reply; that change may still take effect, and would then undo this one.`,
  restInThread:
    '⚠️ *This is not all of the list:* it is too long for a review. All of it is in the thread of the card.',
  decision: 'Your decision',
  chooseOne: 'Please choose one.',
  approve: 'Approve',
  runsAtOnce: 'The change runs at once',
  /** `hold`: how long it waits after the approval, if it does. */
  runsAtItsTime: (hold?: string) =>
    hold === undefined
      ? 'The change runs at its time'
      : `Runs at its time, or ${hold} after approval if that is later`,
  needsMore: (missing: number) => `${missing} more must approve before it runs`,
  reject: { text: 'Reject', description: 'Nothing runs' },
  rebase: {
    text: "Rebase onto the task's current settings",
    description: 'A new version with a new digest; it must be approved again',
  },
  /** Of a request that is approved and waits for its time. */
  waits: (when: string) => `⏱️ Approved; it runs ${when}. Until then an approver can stop it.`,
  stop: { text: 'Stop it', description: 'It does not run; the requester is told' },
  holdsFirst: (time: string) => `Runs ${time} after that, so there is time to stop it`,
  /** Of what was run without approval. */
  after: {
    label: 'What you found',
    hint: 'Everybody can read this, and it stays in the audit.',
    closed: (id: string) => `🔎 You signed off ${id}.`,
  },
  note: { label: 'Note', hint: 'Required to reject: the requester reads it.' },
  /** Above a note that did not count. */
  youTyped: 'You had typed:',
  /** What the person who decided reads in place of the review. */
  youRejected: (id: string) => `🚫 You rejected ${id}. Nothing runs; the requester is told.`,
  youApproved: (id: string) =>
    `👍 You approved ${id}. It is running now; the result will be on its card.`,
  youApprovedFor: (id: string, when: string) =>
    `👍 You approved ${id}. It runs ${when}; until then it can be stopped.`,
  youApprovedOf: (id: string, missing: number) =>
    `👍 You approved ${id}. ${missing} more must approve before it runs.`,
};

/** Slack's own question before a click counts. */
export const confirms = {
  withdraw: {
    title: (id: string) => `Withdraw ${id}?`,
    text: 'Nobody will be able to approve it, and nothing will run.',
    yes: 'Withdraw',
    no: 'Keep it',
  },
  retry: {
    title: (id: string) => `Try ${id} again?`,
    text: 'The task is compared once more, then the same change is sent again.',
    yes: 'Approve retry',
    no: 'Not now',
  },
  goOn: {
    title: (id: string) => `Run the rest of ${id}?`,
    text: 'The waiting tasks are changed. Each is compared once more first.',
    yes: 'Go on',
    no: 'Not now',
  },
  stopRest: {
    title: (id: string) => `Stop the rest of ${id}?`,
    text: 'Tasks that have not begun stay as they are. Those that are running finish.',
    yes: 'Stop the rest',
    no: 'Not now',
  },
};
