import type { PartStanding } from '#src/approval/record/part.ts';
import type { OnFailure } from '#src/relay/preset.ts';

/** Parts that one sentence names. */
const NAMED_MAX = 10;

/** What is said of batches: one request for many tasks. Names are escaped unless it says plain. */
export const batches = {
  /** Plain. */
  title: (count: number, preset: string) => `Apply ${preset} to ${tasks(count)}`,
  typedTitle: (count: number) => `Change ${tasks(count)}`,
  revertTitle: (reverted: string, count: number) => `Revert ${reverted} on ${tasks(count)}`,
  tasks: (count: number) => tasks(count),
  preset: (name: string) => `preset \`${name}\``,
  /** In place of a preset: values typed into the form, and a batch that is reverted. */
  typed: 'typed values',
  reverts: (id: string) => `reverts ${id}`,
  /** `gravest`: what viewers lose, in a few words. */
  lose: (gravest: string, count: number) => `${gravest}: ${tasks(count)}`,
  loseNothing: 'No task goes off air or has a break.',
  /** `otherwise`: one of the two sentences. */
  order: (atOnce: number, otherwise: string) => `${order(atOnce)} ${otherwise}`,
  otherwise: {
    go_on: 'If one is not applied, the others still run.',
    stop: 'If one is not applied, the rest waits until somebody decides.',
  } satisfies Record<OnFailure, string>,
  onFailure: {
    /** Plain, each: the label of a choice, and what may be chosen. */
    label: 'If a task is not applied',
    hint: 'That is: it fails, somebody else has changed it, it is held back, or its stream is lost.',
    go_on: 'Go on with the others',
    stop: 'Stop, and ask whether to run the rest',
  },
  /** `waiting`: how many tasks. `failed`: ids of parts. */
  halted: (waiting: number, failed: readonly string[], until: string) =>
    `⏸️ *${tasks(waiting)} wait${waiting === 1 ? 's' : ''} for an answer.* Not applied: ${listed(failed)}. *Go on* runs the rest. If somebody presses *Stop the rest…*, or nobody answers by ${until}, the rest stays unchanged.`,
  wasHalted: (waiting: number, failed: readonly string[], until: string) =>
    `⏸️ *Stopped, because ${listed(failed)} ${failed.length === 1 ? 'was' : 'were'} not applied.* ${tasks(waiting)} waited for *Go on* or *Stop the rest…* on the card, until ${until}.`,
  wentOn: (who: string) => `▶️ ${who} let the rest run.`,
  stoppedBy: (who: string) => `⏹️ ${who} stopped the rest. Tasks that were already running finish.`,
  unanswered: '⏹️ Nobody answered in time, so the rest is not run.',
  /** How a batch stands that waits for an answer. */
  waits: '⏸️ Waiting for an answer',
  /** Above the tasks on which the same is changed from the same old values. */
  sameOn: (count: number) => `The same change on ${tasks(count)}:`,
  /** In the review: the button to the diffs, and what is said above them. */
  showDiffs: 'Old and new values ▶',
  diffsPage: (page: number, pages: number) =>
    `Old and new values of each task, page ${page} of ${pages}.`,
  sets: 'Each task is set to this:',
  setsDiffer:
    'The tasks get different values. Old and new values are in the review and in the thread.',
  longList: (count: number) =>
    `A playlist of ${count} URLs: in full in the review and in the thread.`,
  /** How many parts stand how. */
  counts: {
    waits: (count: number) => `⏳ ${count} to go`,
    runs: (count: number) => `⚙️ ${count} running`,
    done: (count: number) => `✅ ${count} applied`,
    failed: (count: number) => `❌ ${count} failed`,
    held_back: (count: number) => `⏸️ ${count} held back`,
    stale: (count: number) => `🔀 ${count} not run, because the task had changed`,
    off_air: (count: number) => `🔴 ${count} applied, but no stream`,
    not_run: (count: number) => `⏹️ ${count} not run`,
  } satisfies Record<PartStanding, unknown>,
  /** The state of a batch of which only some tasks were changed. */
  partly: '⚠️ Partly applied',
  /** How a part stands whose viewers would have lost more than was approved: nothing was sent. */
  heldBack: '⏸️ Held back',
  /** `show`: the command that shows the part. */
  partGone: (part: string, show: string) =>
    `🔴 *${part}: the stream has been gone since the change.* ${show} shows the task and how to revert the change.`,
  /** A part that counted as failed. `show` as above. */
  partLate: (part: string, show: string) =>
    `⚠️ *${part} took effect late.* The reply to its call was lost and it counted as failed, but now its task has the change. ${show} shows the task and how to revert the change.`,
  begun: (count: number) =>
    `⚙️ ${tasks(count)} ${count === 1 ? 'is' : 'are'} being changed. The card shows the progress.`,
  /** `show`: the command that shows one. */
  details: (show: string) => `${show} shows one of them, with its diff and history.`,
  partOf: (id: string) => `Part of ${id}: one decision for all of its tasks.`,
  approvedWith: (id: string) => `👍 Approved with ${id}.`,
  /** In the review. `names` are escaped. */
  drifted: (names: readonly string[]) =>
    `⚠️ *Changed by somebody else since the request, so these will not run:* ${names.join(', ')}`,
  gone: (names: readonly string[]) => `⚠️ *Deleted, so these will not run:* ${names.join(', ')}`,
  /** The same in the row of a task. */
  isDrifted: '⚠️ changed since the request, will not run',
  isGone: '⚠️ deleted, will not run',
  unchanged: (when: string) => `✔️ Read ${when}: no task has changed since this was requested.`,
  unread:
    '⚠️ The tasks could not be read just now. Each one is checked for changes again right before it runs.',
  notSingle: (id: string) =>
    `🔒 ${id} covers many tasks, so it cannot be edited. Withdraw it, and request it again with \`/relay apply\`. \`/relay show ${id}.1\` shows its first task.`,
  notYet: (id: string) =>
    `🔒 ${id} has not ended yet, so it cannot be reverted. Nothing was requested.`,
  /** The choice of tasks and change. Plain. */
  pick: {
    next: 'Next',
    tasks: 'Relay tasks',
    tasksHint: (max: number) => `Up to ${max}. Type part of a name or an id to search.`,
    preset: 'Preset',
    none: 'No preset',
    presetOrFields:
      'Choose a preset, fill in fields below, or both. A field overrides the preset; an empty one leaves each task as it is.',
    fields: 'Fill in what to change. An empty field leaves each task as it is.',
    urlsHint: 'It starts with the first file. Leave this empty to keep the playlist of each task.',
    asItIs: 'Leave as it is',
    nothing: 'Choose a preset, or fill in what to change.',
    again: 'Choose again…',
  },
  /** What is not included, and why. Mrkdwn. */
  left: {
    title: '*Not included:*',
    no_task: 'there is no task of this name',
    several_tasks: 'several tasks have this name; use the id',
    same: 'it already has all of these settings',
    task_gone: 'the task no longer exists',
    not_applied: 'it was not applied, so there is nothing to undo',
    reverted_already: 'it already has its earlier settings',
    not_set_back: (fields: readonly string[]) =>
      `its earlier values can no longer be requested: ${fields.join(', ')}`,
    more: (count: number) => `and ${count} more: in the review and in the thread`,
  },
  form: {
    /** 24 characters. */
    title: 'Change several tasks',
    /** `what`: one of the three below. */
    about: (what: string, count: number, project: string) =>
      `${what} *${tasks(count)}* in *${project}*, as one request:`,
    aboutPreset: (preset: string) => `Apply *${preset}* to`,
    aboutTyped: 'Change',
    aboutRevert: (id: string) => `Undo what ${id} changed, on`,
    order: (atOnce: number) => order(atOnce),
    noneLeft: '🔒 None of these tasks can be included, so nothing was requested.',
    tooMany: (count: number, max: number) =>
      `🔒 These are ${count} tasks; one request takes ${max}. Nothing was requested: name fewer.`,
    noPreset: (name: string, list: string, nearest?: string) =>
      `🔒 There is no preset *${name}*.${nearest ? ` Did you mean ${nearest}?` : ''} ${list} lists them.`,
    notSetBack: (fields: readonly string[]) => `⚠️ cannot be set back: ${fields.join(', ')}`,
    confirm: {
      why: (count: number) =>
        `🚨 *Viewers are affected at once, and nobody reviews this first.* To go on, type the number of tasks: *${count}*`,
      label: 'Number of tasks',
      wrong: (count: number) => `🔒 Nothing was requested: the number of tasks is ${count}.`,
    },
    refused: (task: string, why: string) =>
      `🔒 Nothing was requested, because of *${task}*: ${why}`,
  },
};

function order(atOnce: number): string {
  return `They run in this order, ${atOnce === 1 ? 'one' : atOnce} at a time.`;
}

/** Some of them, where there are many. */
function listed(ids: readonly string[]): string {
  const more = ids.length - NAMED_MAX;
  return `${ids.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}
