/** Buttons, 75 characters. "…" where something opens before anything is done. */
export const buttons = {
  review: 'Review…',
  edit: 'Edit…',
  withdraw: 'Withdraw…',
  retry: 'Approve another try…',
  revert: 'Revert…',
  askAgain: 'Ask again…',
  closeReview: 'Close its review…',
  moreUrls: 'More room for URLs',
  preview: 'What would this do?',
  show: 'Show',
  change: 'Change…',
  previous: '◀ Previous',
  next: 'Next ▶',
  further: 'Look further ▶',
  showTask: 'Show task',
  stop: 'Stop',
  ask: 'Ask for a change…',
  showAll: 'Show everything',
};

/** What frames a modal, 24 characters each. */
export const modal = {
  title: 'Change a relay task',
  close: 'Close',
  cancel: 'Cancel',
  ask: 'Ask for approval',
  decide: 'Decide',
  closeReview: 'Close the review',
};

export const notices = {
  reading: '⏳ Reading the task as it is now…',
  /** Whoever was to fill the modal may be killed meanwhile, and nobody else can: so it says this. */
  readingHint:
    'If nothing comes within ten seconds, close this and open it again. Nothing has been changed.',
  stillAsking: '⏳ Still asking the Live API…',
  somethingWentWrong:
    'Something went wrong on my side. If this click was to change something, I cannot say whether it counted: the card shows what holds, and trying again is safe.',
  notSaved:
    'This could not be saved for certain just now. What you typed is still here: please submit again in a moment; it counts once.',
  formGone:
    'What this form was filled from is gone: it is kept for a day, and is lost when the store loses data. Nothing was changed; please open it again.',
  /** The same, under a field of a form that stays open. Plain text. */
  formLost:
    'What this form was filled from is gone, so it cannot be submitted any more. Nothing was changed. Keep what you typed, close the form and open it again.',
  /** What the requester is told at once, for only them to see. */
  submitted: (id: string, channel: string, until: string) =>
    `📨 ${id} is submitted: the card is in ${channel}. It expires ${until} if nobody decides.`,
  /** Of a change that nobody has to approve; `when`: it waits until then. */
  approvedAtOnce: (id: string, channel: string, when?: string) =>
    `👍 ${id} needs no approval and ${when ? `runs ${when}` : 'is run now'}: the card in ${channel} tells how it ends.`,
  withoutApproval: (id: string, channel: string) =>
    `🚨 ${id} is run now, without approval. Everybody is told in ${channel}, and an approver has to look at it afterwards.`,
  taskUnread:
    'The Live API did not hand out the task, so there is nothing to fill the form with. Nothing was changed.',
  alreadySo: {
    pause: (task: string) =>
      `⏸️ *${task}* is paused already, so nothing was asked for. \`/relay resume\` switches it on again.`,
    resume: (task: string) =>
      `▶️ *${task}* is on already, so nothing was asked for. \`/relay pause\` pauses it, and \`/relay modify\` changes anything else.`,
  },
  notACard:
    '🔒 This message is not about a request, so there is no task to change. On a card, on a message in its thread or on a result, the shortcut opens the form for that task. For any other task type `/relay modify`.',
  /** Of a request that somebody wants to bring back, and that did not change the task. */
  notApplied: (id: string, state: string) =>
    `🔒 ${id} did not change its task, so there is nothing to bring back. It is now: *${state}*.`,
  /** `fields`: lines with a field and what it holds each. */
  unreadableTask: (fields: string) =>
    `🔒 This task cannot be changed here: the Live API returned values that relaydesk cannot read, so any change would be a guess. Nothing was changed.\n${fields}\nLook at the task in the cloud console, and tell the people who run relaydesk.`,
  notToAskAgain: (id: string, state: string) =>
    `🔒 ${id} cannot be asked for again from here. It is now: *${state}*.`,
  unchangeable: (sourceType: string) =>
    `🔒 This task cannot be changed. Its source type is \`${sourceType}\`, and the API changes only tasks of type \`PullVodPushLive\` (a list of files). To change it, delete it and make it anew in the console.`,
};

export const choose = {
  project: 'Project',
  task: 'Which relay task?',
  taskHint: 'Type a name or an id',
  several: (word: string) => `Several tasks are called *${word}*:`,
  none: (word: string, project: string, nearest: readonly string[]) =>
    `There is no task *${word}* in *${project}*.${nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `*${name}*`).join(' or ')}?` : ''} Choose it here:`,
};

export const form = {
  about: (task: string, project: string, when: string) =>
    `*${task}* in *${project}*, as it is ${when}.`,
  fixed: (facts: string) => `Not changeable here: ${facts}`,
  pushTarget: 'push target',
  backup: 'backup',
  purposes: {
    pause: '⏸️ This pauses the task: viewers see nothing until somebody resumes it.',
    resume:
      '▶️ This switches the task on again. Choose below how playback goes on; nothing is chosen for you.',
  },
  howItGoesOn: 'How playback goes on',
  howItGoesOnHint: 'The API does not say what it does by itself after a pause, so it is told.',
  edits: (id: string) => `✏️ This changes ${id}. Approvals it has are void then.`,
  reverts: (id: string) => `↩️ This brings back what ${id} changed, on the task as it is now.`,
  /** `fields` in code font. */
  revertsNot: (fields: readonly string[]) =>
    `⚠️ The earlier value of ${fields.join(', ')} cannot be asked for, so the present one stays unless you change it.`,
  repeats: (id: string) => `🔁 This asks again for what ${id} asked for, on the task as it is now.`,
  frozenNow: (until: string, why: string) => `❄️ *Changes are frozen now* until ${until}: ${why}`,
  frozenFrom: (from: string, until: string, why: string) =>
    `❄️ Changes are frozen from ${from} until ${until}: ${why}`,
  /** Of a value that cannot be chosen or typed, or is written in another form; a hint of at most 2,000 characters. */
  holds: (value: string) =>
    `❔ The task holds ${value}. It stays that way unless you change it here.`,
  urlsContinued: (box: number) => `Source URLs, continued (${box})`,
  urlsHint: (max: number) => `The list goes on in the next box; each holds ${max} characters.`,
  urlsTooLong: 'A URL of this task is too long to be shown here. Empty: the list stays.',
  loopHint: '-1: again and again until the end. 3: three rounds, then it stops.',
  indexHint: 'Counted from 0: 0 is the first URL.',
  secondsHint: 'Inside that file.',
  endHint: 'At most 7 days after the start. Times are in your own time zone.',
  applyAt: 'Apply at',
  applyAtHint: 'Empty: as soon as it is approved. It must be approved before this time.',
  breakGlass: {
    label: 'Break-glass',
    text: '🚨 Run it at once, without approval',
    description: 'Everybody is told, and an approver has to look at it afterwards',
  },
  /** What a change would do, before it is submitted. */
  effects: {
    title: (when: string) => `*What this does*, as the form stood ${when}:`,
    nothing: 'Nothing is different from what the task holds now.',
    oneApproval: '👥 It needs an approval.',
    approvals: (quorum: number) => `👥 It needs ${quorum} approvals.`,
    from: (people: readonly string[]) => `Who may approve: ${people.join(', ')}`,
    noApproval: '👥 It needs no approval: it runs as soon as it is submitted, or at its time.',
    breakGlass: '🚨 It runs at once, without approval, and an approver looks at it afterwards.',
    leftOut: 'These are not sent, so the API may set them back to their defaults (a start to now):',
  },
  confirm: {
    why: (task: string) =>
      `🚨 *Viewers lose something at once, and nobody looks at it before.* To go on, type the name of the task: *${task}*`,
    label: 'Name of the task',
    wrong: (task: string) => `To go on, type exactly: ${task}`,
  },
  reason: 'Why',
  reasonHint: 'The approver reads it, and it stays in the audit.',
};
