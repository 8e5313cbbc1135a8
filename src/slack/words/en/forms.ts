import { DRAFT_TTL_HOURS } from '#src/ports/draft.ts';
import type { PlaylistFileProblem } from '#src/relay/playlist-file.ts';

/** Buttons, 75 characters. "…" where something opens before anything is done. */
export const buttons = {
  review: 'Review…',
  edit: 'Edit…',
  move: 'Move…',
  withdraw: 'Withdraw…',
  followUp: 'Follow up…',
  retry: 'Approve retry…',
  revert: 'Revert…',
  revertAll: 'Revert all…',
  askAgain: 'Ask again…',
  goOn: 'Go on',
  stopRest: 'Stop the rest…',
  closeReview: 'Sign off…',
  moreUrls: 'Add URL boxes',
  preview: 'Preview effect',
  show: 'Show',
  change: 'Change…',
  changeSeveral: 'Change several…',
  previous: '◀ Previous',
  next: 'Next ▶',
  further: 'Search further ▶',
  showTask: 'Show task',
  question: 'Ask…',
  answer: 'Answer…',
  unfreeze: 'Unfreeze',
  stop: 'Stop',
  extend: 'Extend…',
  letEnd: 'Let it end',
  ask: 'Request a change…',
  showAll: 'Show everything',
  savePreset: 'Save as preset…',
  fillPreset: 'Fill in from a preset',
};

/** What a screen reader says of a button in a list: the same buttons stand there for each entry. */
export const buttonLabel = (button: string, request: string, title: string) =>
  `${button} ${request}, ${title}`.replace(/, \p{Lu}/u, (capital) => capital.toLowerCase());

/** The same of the buttons that turn a list, where several lists stand below each other. */
export const pageLabel = (button: string, list: string) => `${button}: ${list}`;

/** What frames a modal, 24 characters each. */
export const modal = {
  title: 'Change a relay task',
  titles: {
    pause: 'Pause a relay task',
    resume: 'Resume a relay task',
    extend: 'Extend a relay task',
  },
  /** Of what takes the place of a form or review that was submitted. */
  done: {
    asked: (id: string) => `Requested: ${id}`,
    edited: (id: string) => `Edited: ${id}`,
    running: (id: string) => `Running: ${id}`,
    scheduled: (id: string) => `Scheduled: ${id}`,
    approved: (id: string) => `Approved: ${id}`,
    rejected: (id: string) => `Rejected: ${id}`,
    signedOff: (id: string) => `Signed off: ${id}`,
    notCounted: 'Not counted',
    presetSaved: 'Preset saved',
  },
  savePreset: 'Save as preset',
  save: 'Save',
  close: 'Close',
  cancel: 'Cancel',
  ask: 'Ask for approval',
  decide: 'Decide',
  closeReview: 'Sign off',
};

export const notices = {
  reading: '⏳ Reading the task as it is now…',
  /** The process that should fill the modal may be killed, and no other can fill it, so the modal says this. */
  readingHint:
    'If nothing appears within ten seconds, close this and open it again. Nothing was changed.',
  stillAsking: '⏳ Still waiting for the Live API…',
  somethingWentWrong:
    'Something went wrong. Your click may or may not have counted: check the card, then try again. It cannot run twice.',
  /** Of a review that was submitted, in the direct conversation. */
  unseen:
    'Slack could not show the result of your click, so the window may still say that it is loading. Close it and look at the card: it says where the request stands.',
  notSaved:
    'This may not have been saved. What you typed is still here: please submit again in a moment. It counts once.',
  formGone: `This form has expired: forms are kept for ${DRAFT_TTL_HOURS} h. Nothing was changed; please open it again.`,
  /** The same, under a field of a form that stays open. Plain text. */
  formLost: `This form has expired (${DRAFT_TTL_HOURS} h), so it cannot be submitted. Nothing was changed. Copy what you typed, close the form and open it again.`,
  /** Plain text. */
  othersForm:
    'Somebody else opened this form, so you cannot use it. Nothing was changed; please open your own.',
  /** What only the requester sees, right after the submit. */
  submitted: (id: string, channel: string, until: string) =>
    `📨 ${id} is submitted: the card is in ${channel}. It expires ${until} if nobody decides.`,
  /** Of a change that nobody has to approve; `when`: it waits until then. */
  approvedAtOnce: (id: string, channel: string, when?: string) =>
    `👍 ${id} needs no approval and ${when ? `runs ${when}` : 'is running now'}: the result will be on the card in ${channel}.`,
  withoutApproval: (id: string, channel: string) =>
    `🚨 ${id} is running now, without approval. Everybody is told in ${channel}, and an approver has to sign it off afterwards.`,
  taskUnread:
    'The Live API did not return the task, so the form cannot be filled. Nothing was changed.',
  alreadySo: {
    pause: (task: string) =>
      `⏸️ *${task}* is already paused, so nothing was requested. \`/relay resume\` switches it on again.`,
    resume: (task: string) =>
      `▶️ *${task}* is already on, so nothing was requested. \`/relay pause\` pauses it, and \`/relay modify\` changes anything else.`,
  },
  notACard:
    '🔒 This message is not about a request, so there is no task to change. On a card, on a message in its thread or on a result, the shortcut opens the form for that task. For any other task, type `/relay modify`.',
  /** Of a request that somebody wants to bring back, and that did not change the task. */
  notApplied: (id: string, state: string) =>
    `🔒 ${id} did not change its task, so there is nothing to revert. It is now: *${state}*.`,
  /** `fields`: lines with a field and what it holds each. */
  unreadableTask: (fields: string) =>
    `🔒 This task cannot be changed here: the Live API returned values that relaydesk cannot read, so any change would be a guess. Nothing was changed.\n${fields}\nLook at the task in the cloud console, and tell the relaydesk admin.`,
  notToAskAgain: (id: string, state: string) =>
    `🔒 ${id} cannot be requested again from here. It is now: *${state}*.`,
  unchangeable: (sourceType: string) =>
    `🔒 This task cannot be changed. Its source type is \`${sourceType}\`, and the API changes only tasks of type \`PullVodPushLive\` (a list of files). relaydesk cannot change this kind of task.`,
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
    `*${task}* in *${project}*, as of ${when}.`,
  /** Of a change that is built on what another one will leave. */
  aboutAfter: (task: string, project: string, id: string) =>
    `*${task}* in *${project}*, as ${id} will leave it.`,
  fixed: (facts: string) => `Not changeable here: ${facts}`,
  pushTarget: 'push target',
  backup: 'backup',
  purposes: {
    pause:
      '⏸️ This pauses the task: viewers see nothing until somebody resumes it, or until the time under “Then back at”.',
    resume:
      '▶️ This switches the task on again. Choose below how playback goes on; nothing is chosen for you.',
    extend:
      '⏰ This keeps the task on air for longer. The end below is the latest that the API may accept; choose an earlier one if you like.',
  },
  anythingElse: '`/relay modify` changes anything else.',
  /** Under the reason, of a field that a short form lacks. Plain text. */
  notInForm: (field: string, problem: string) =>
    `${field}: ${problem} This form does not have that field: /relay modify does.`,
  howItGoesOn: 'How playback goes on',
  howItGoesOnHint:
    'The API does not document what it does by default after a pause, so please choose.',
  edits: (id: string) => `✏️ This changes ${id}. Saving it cancels the approvals it already has.`,
  /** `when`: the predecessor runs; `from`: the earliest time of this. */
  follows: (id: string, when: string, from: string) =>
    `🔗 This follows ${id}, which runs ${when}. Under “Apply at”, choose ${from} or later. If ${id} does not run as planned, this is held and you are pinged.`,
  /** Of an edit. */
  followedBy: (ids: readonly string[]) =>
    `⚠️ ${ids.join(' and ')} ${ids.length === 1 ? 'is' : 'are'} built on this request. If this sets something else, or runs later than what follows it, what follows is held until it is edited or rebased.`,
  reverts: (id: string) => `↩️ This undoes what ${id} changed, on the task as it is now.`,
  /** `fields` in code font. */
  revertsNot: (fields: readonly string[]) =>
    `⚠️ The earlier value of ${fields.join(', ')} cannot be set again, so the current one stays unless you change it.`,
  startHasPassed: (was: string) =>
    `⚠️ The earlier start, ${was}, has passed and cannot be set again. The task has started meanwhile, so its start stays as it is.`,
  startsSoonInstead: (was: string, instead: string) =>
    `⚠️ The earlier start, ${was}, has passed and cannot be set again. The form asks for ${instead} instead: it must be approved before then. Choose a later start if that is too soon.`,
  repeats: (id: string) => `🔁 This requests again what ${id} requested, on the task as it is now.`,
  /** Of the request that is requested again. */
  timePassed: (when: string) =>
    `⚠️ It was to run ${when}, which has passed. Choose another time under “Apply at”, or it runs as soon as it is approved.`,
  backPassed: (when: string) =>
    `⚠️ It was to be set back ${when}, which has passed. Choose another time under “Then back at”, or the change stays.`,
  /** Of a value that cannot be chosen or typed, or is written in another form; a hint of at most 2,000 characters. */
  holds: (value: string) =>
    `❔ The task holds ${value}. It stays that way unless you change it here.`,
  urlsContinued: (box: number) => `Playlist, continued (${box})`,
  urlsHint: (max: number) => `The list continues in the next box; each takes ${max} characters.`,
  urlsTooLong:
    'A URL of this task is too long to be shown here. Leave this empty to keep the list.',
  loopHint: '-1 repeats it until the end. 3 plays three rounds, then stops.',
  file: {
    label: 'Or read the playlist from a file',
    hint: '.txt or .m3u with one URL per line, or .csv with a column “url”. It fills the boxes above; you see what it changes before anything is requested.',
    read: (name: string, count: number) =>
      `📎 The playlist is now that of *${name}*: ${count === 1 ? '1 file' : `${count} files`}. Check what it changes, then submit.`,
    same: (name: string) => `📎 *${name}* holds the playlist that the task already has.`,
    notRead: (why: string) =>
      `⚠️ *The file was not read*, and the playlist in the form is as it was. ${why}`,
    /** Under the field. Plain text. */
    failures: {
      elsewhere: 'Slack did not say where it keeps this file. Attach it again.',
      too_large: 'The file is larger than 256 KiB. A playlist has at most 30 URLs.',
      too_slow:
        'Slack did not deliver the file in time. Please try again; “Preview effect” waits longer.',
      refused:
        'Slack does not let relaydesk read this file. Attach it again; if that does not help, the app has to be installed again, with the scope files:read.',
      unreachable: 'The file could not be fetched from Slack. Please try again.',
    },
    problems: {
      unknown_kind: 'The file must end in .txt, .m3u, .m3u8 or .csv.',
      not_text: 'The file is not UTF-8 text. Save it as UTF-8, then attach it again.',
      no_urls: 'The file holds no URL.',
      no_url: (line: number, text: string) =>
        `Line ${line} of the file: "${text}" is not a whole URL such as https://host/path.`,
      is_hls: (line: number) =>
        `Line ${line} of the file: this is one HLS stream in segments, not a list of files. Put the URL of the stream itself into the playlist.`,
      unknown_directive: (line: number, text: string) =>
        `Line ${line} of the file: the directive "${text}" cannot be passed on. Remove it, then attach the file again.`,
      wrong_columns: (line: number, columns: number) =>
        `Line ${line} of the file: ${columns} columns, but the first line has a different number. Put a URL with commas in quotes.`,
      no_url_column: (line: number) =>
        `Line ${line} of the file: with several columns, the first line must name one of them “url”.`,
      open_quote: (line: number) => `Line ${line} of the file: a quotation mark is missing.`,
    } satisfies Record<PlaylistFileProblem['code'], unknown>,
  },
  /** Of a time where the clocks change. Plain text. */
  which: {
    twice: (wall: string) => `Which ${wall} is meant?`,
    twiceHint: (wall: string) => `The clocks go back that night, so ${wall} comes twice.`,
    skipped: (made: string) => `Is ${made} meant?`,
    skippedHint: (wall: string, made: string) =>
      `There is no ${wall} that day: the clocks go forward past it. If you chose ${wall}, Slack has made it ${made}. Choose another time above if that is wrong.`,
    first: (wall: string, offset: string) => `The first ${wall} (UTC${offset})`,
    second: (wall: string, offset: string) => `The second ${wall} (UTC${offset})`,
    yes: (wall: string, offset: string) => `Yes, ${wall} (UTC${offset})`,
    missing: 'Choose what is meant here, or another time above. Nothing was requested yet.',
  },
  /** Named sets of changes. Names of presets and fields are escaped. */
  presets: {
    filled: (name: string, fields: readonly string[]) =>
      `📎 Filled in from *${name}*: ${fields.join(', ')}. Check what it changes, then submit.`,
    gone: (name: string) => `⚠️ The preset *${name}* no longer exists. The form is unchanged.`,
    /** `problems`: whole sentences. */
    forbidden: (name: string, problems: readonly string[]) =>
      `⚠️ *${name}* was not filled in, because it breaks a rule: ${problems.join(' ')} The form is unchanged.`,
    replaced: 'It replaced what you had typed:',
    fileDropped: (file: string) =>
      `📎 *${file}* was not read and is no longer attached: the preset has a playlist of its own.`,
  },
  startFileHint: '“Preview effect” brings this up to date with the playlist above.',
  secondsHint: 'Position inside that file.',
  endHint: 'At most 7 days after the start. Times are in your own time zone.',
  applyAt: 'Apply at',
  applyAtHint:
    'Leave empty to apply as soon as it is approved. It must be approved before this time.',
  thenBack: 'Then back at',
  thenBackHint:
    'Undoes this change at that time; one approval covers both. Leave empty to keep the change.',
  breakGlass: {
    label: 'Break-glass',
    text: '🚨 Run now, without approval',
    description: 'Everybody is told, and an approver has to sign it off afterwards',
  },
  /** What a change would do, before it is submitted. */
  effects: {
    title: (when: string) => `*What this does*, as the form stood ${when}:`,
    nothing: "Nothing differs from the task's current settings.",
    oneApproval: '👥 Needs 1 approval.',
    approvals: (quorum: number) => `👥 Needs ${quorum} approvals.`,
    from: (people: readonly string[]) => `Who may approve: ${people.join(', ')}`,
    fromEach: (slots: string) => `Who has to approve: ${slots}`,
    noApproval: '👥 Needs no approval: it runs as soon as it is submitted, or at its time.',
    breakGlass: '🚨 Runs at once, without approval; an approver has to sign it off afterwards.',
    leftOut: 'These are not sent, so the API may reset them to their defaults (for a start: now):',
  },
  confirm: {
    why: (task: string) =>
      `🚨 *Viewers are affected at once, and nobody reviews this first.* To go on, type the name of the task: *${task}*`,
    label: 'Name of the task',
    wrong: (task: string) => `To go on, type exactly: ${task}`,
  },
  reason: 'Why',
  reasonHint: 'The approver reads this, and it stays in the audit.',
  called: 'Whom to ping',
  calledHint:
    'In addition to the people whom the card pings anyway. This does not let them approve.',
};
