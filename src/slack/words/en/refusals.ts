import type { RefusalReason } from '#src/approval/record/refusal.ts';
import type { Problem } from '#src/relay/rules.ts';

/** Why somebody may not; each says what to do next. */
export const refusals = {
  not_found: 'This request no longer exists. Nothing was changed.',
  not_an_approver:
    'You are not an approver of this project, so somebody else has to decide. The list is `approvers` in relaydesk.yml.',
  no_approvers:
    'Nobody may approve in this project: its list of approvers is empty. Tell the relaydesk admin (`approvers` in relaydesk.yml).',
  nobody_active:
    'Nobody could approve this: apart from you, the lists of people who have to approve have too few active members. Nothing was requested. “Preview effect” shows who has to approve. Ask the relaydesk admin to add people (relaydesk.yml), or colleagues to join those user groups.',
  own_request: 'You asked for this change, so someone else must decide on it.',
  already_decided_by_you: 'You have already approved this. Somebody else must approve it too.',
  others_are_missing:
    'Your approval was not counted: the part that you can approve is already approved. Other people still have to approve; the card says who. You can still reject it.',
  not_a_full_member:
    'Only full members of this workspace can see relay tasks and requests, ask for changes or decide on them; guests, bots and people of other workspaces cannot.',
  not_a_requester: 'You are not on the list of people who may ask for changes in this project.',
  identity_unavailable:
    'Slack could not confirm who you are just now, so nothing was done. Please try again in a minute.',
  not_the_requester:
    'Only the person who asked for this change can withdraw it. You can reject it in the review.',
  not_yours_to_edit:
    'Only the person who asked for this change can edit it. To have something else done, reject it in the review and say why, or ask for your own change.',
  wrong_digest:
    'This request was changed after you opened it, so your decision was not counted. Open the review again.',
  effects_changed:
    'The effect on viewers is not what this review showed you: since then, relaydesk has learned more about when the task could go off air. Your decision was not counted. Close this, open the review again and read the effect.',
  lost_since:
    'The store lost the latest record of this request after you opened it, so nothing was done. Please open it again and decide again.',
  edited_meanwhile:
    'This request was changed after you opened the form, so this was not saved. Copy what you typed, close the form, and open it again from the card.',
  other_task:
    'An edit cannot move a request to another relay task. Withdraw this request and make a new one for that task.',
  not_scheduled:
    'This request is not scheduled: it runs as soon as it is approved. To set a time, press Edit… on its card.',
  time_passed: 'That time has passed. Nothing was moved; choose a later one.',
  time_unchanged: 'It is already planned for that time. Nothing was moved.',
  back_too_early: 'The way back must run at least a minute after the change. Nothing was moved.',
  back_too_soon: (when: string) =>
    `Its way back is due ${when}, before this could run. Nothing was changed; its requester can edit it with another time for the way back, or withdraw it.`,
  way_back_lost: (id: string) =>
    `Its way back, ${id}, does not run since this has failed, so a retry would leave the change for good. Nothing was sent. Press *Ask again…* instead: the form keeps the times that are still to come.`,
  before_predecessor: (id: string, when: string) =>
    `This builds on ${id}, which runs ${when}, so it has to run at least a minute after that. Nothing was moved.`,
  after_follower: (id: string, when: string) =>
    `${id} builds on this and runs ${when}, so this has to run at least a minute before that. Nothing was moved; move ${id} first.`,
  /** `fields`: lines with a field and what it holds each. */
  task_unreadable: (fields: string) =>
    `The Live API returned values for this task that relaydesk cannot read, so any change would be a guess. Nothing was changed.\n${fields}`,
  source_unplayable: (files: string) =>
    `The check of sources found that these files of the playlist are missing or are not media files: ${files}. Nothing was changed; correct the playlist, or put the files there and press Preview effect or Review… again.`,
  note_missing: 'Please say why: the requester reads it.',
  not_for_break_glass:
    'You are not on the list of people who may change something here without approval. Request it in the usual way.',
  not_yours_to_answer:
    'Only the person who asked for this change can answer here. Everybody else can write in the thread.',
  already_answered: (when: string) =>
    `This question was answered ${when}. The answer is in the thread.`,
  too_many_questions: (max: number) =>
    `This request already has ${max} questions, which is the limit. Nothing was sent: write in the thread, or reject the request and say why.`,
  not_confirmed:
    'Viewers are affected at once, and nobody reviews this first. Nothing was requested: please confirm it once more.',
  not_a_freezer:
    'Only people named in relaydesk.yml can freeze changes here and lift freezes (policy.freezers or, without it, the approvers of the project). Nothing was changed.',
  busy: 'Somebody else was faster. Please look at the card and try again.',
  already_open: (id: string) =>
    `You already have an open request for this task: ${id}. Edit or withdraw that one first. If it is scheduled, “Follow up…” on its card asks for what comes after it.`,
  /** `why`: a sentence of `chains.cannotFollow`. */
  cannot_follow: (id: string, why: string) => `This cannot follow ${id}: ${why}`,
  followed_by: (id: string) =>
    `${id} is built on this request, so this cannot set the task back by itself. Nothing was saved. Leave “Then back at” empty, and press “Follow up…” on the card of ${id}.`,
  too_many_open: (open: string) =>
    `You have ${open} open requests in this project, which is the limit for one person. Wait until some are decided, or withdraw the ones you no longer need.`,
  frozen: (until: string, why: string) =>
    `❄️ Changes are frozen until ${until}: ${why}. Nothing was done; try again after that.`,
  part_of: (id: string) =>
    `This is a part of ${id} and is decided on with it. Open the card of ${id}.`,
  part_needs_more:
    'This needs more than one approval, and a task of a batch can be retried only where one is enough. Nothing was sent. Press *Ask again…* instead: that makes a separate request, which every approver can decide on.',
  already_reviewed: (person: string, when: string) => `${person} already signed this off, ${when}.`,
  expired: (when: string) =>
    `This request expired ${when}. Nothing was run; request it again if it is still needed.`,
  /** `person`: who was faster; nobody when it ended by itself. */
  wrong_state: (when: string, state: string, person?: string) =>
    `Too late: ${person ? `${person} decided` : 'it ended'} ${when}. The request is now *${state}*.`,
} satisfies Record<RefusalReason, unknown>;

/** Who is named where a mention cannot stand. */
export const somebodyElse: string = 'Someone else';

/** Under a field of the form, where a later time can be chosen. Plain text. */
export const frozenInForm = (until: string, why: string) =>
  `Changes are frozen until ${until}: ${why}. Choose a later time under “Apply at”, or request it again after that.`;

/** The message under a field. Plain text: Slack shows errors of a form as they are. */
export const problems = {
  no_change: "Nothing differs from the task's current settings. Change at least one field.",
  reason_missing: 'Please say why: the approver needs the reason to decide.',
  urls_missing: 'A task needs at least one source URL.',
  urls_too_many: (count: number, max: number) => `${count} URLs are too many; a task takes ${max}.`,
  index_not_a_number: 'Must be the number of a file in the list; 1 is the first file.',
  start_file_moved: (chosen: string) =>
    `“${chosen}” is not in the list as it is typed now, or is there more than once. Press “Preview effect”, then choose the start file again.`,
  index_past_list: (file: number, last: number) =>
    `There is no file ${file}: the last one of the list is file ${last}.`,
  seconds_not_a_number: 'Must be a whole number of seconds, 0 or more.',
  start_past_end: (file: number, length: string) =>
    `Past the end: file ${file} is only ${length} long. Choose an earlier position, or 0 for its beginning.`,
  loop_not_a_count: 'Must be -1 (repeat until the end) or a whole number of rounds, 1 or more.',
  end_not_after_start: 'The end must be after the start.',
  end_not_after_now: 'The end must be in the future.',
  window_too_long: 'Start and end must be at most 7 days apart.',
  start_passed: 'The start must be in the future.',
  digest_mismatch:
    'The stored change is not the one that was approved, so it was not sent. Request it again, and tell the relaydesk admin.',
  break_glass_now: 'Break-glass runs at once. Leave this empty, or untick break-glass.',
  then_back_too_early:
    'This must be at least a minute after the change, and after any hold that the policy requires.',
  then_back_nothing:
    'Nothing of this change can be undone. Leave this empty, or request the way back separately.',
  break_glass_stays: 'Break-glass has no way back. Leave this empty, or untick break-glass.',
  worse_than_approved:
    'Viewers would now lose more than was approved, so it was not sent. Request it again.',
  apply_at_passed:
    'The time to apply must be in the future. Leave it empty to apply as soon as it is approved.',
  frozen: (until: string, why: string) => `Changes are frozen until ${until}: ${why}.`,
  time_malformed: 'Must be a date and a time.',
  events_missing: 'Choose at least one event; the API does not say what an empty list means.',
  unknown_value: (value: string) => `The API does not know "${value}".`,
  url_malformed: (line: number, url: string) =>
    `Line ${line}: "${url}" is not a URL. It must look like https://host/path, with no spaces.`,
  url_too_long: (line: number, max: number) =>
    `Line ${line}: the URL is longer than ${max} characters.`,
  url_scheme_not_allowed: (line: number, url: string, schemes: readonly string[]) =>
    `Line ${line}: "${url}" must begin with ${schemes.map((name) => `${name}://`).join(' or ')}.`,
  url_host_not_allowed: (line: number, host: string) =>
    `Line ${line}: ${host} is not among the hosts that this project allows.`,
  url_private_host: (line: number, host: string) =>
    `Line ${line}: ${host} is a private or local address, which the Live service cannot reach.`,
  source_unplayable: (line: number) =>
    `Line ${line}: the file is missing or is not a media file, so it cannot be played. Correct it, or put the file there and preview again.`,
  url_has_credentials: (line: number) =>
    `Line ${line}: a URL with a user name or password in it is not accepted.`,
  /** `encoded`: how a URL writes the mark. */
  url_ends_in_mark: (line: number, mark: string, encoded: string) =>
    `Line ${line}: the URL ends with “${mark}”. Remove it; if it belongs to the URL, write ${encoded} instead.`,
} satisfies Record<Problem['code'], unknown>;
