import type { RefusalReason } from '#src/approval/refusal.ts';
import type { Problem } from '#src/relay/rules.ts';

/** Why somebody may not; each says what to do next. */
export const refusals = {
  not_found: 'This request is not in the store any more. Nothing was changed.',
  not_an_approver:
    'You are not an approver of this project, so this is for somebody else to decide. The list is `approvers` in relaydesk.yml.',
  no_approvers:
    'Nobody may approve in this project: its list of approvers is empty. Whoever keeps relaydesk.yml can fill it.',
  own_request: 'You asked for this change, so someone else must decide on it.',
  already_decided_by_you: 'You have approved this already. Somebody else must approve it as well.',
  not_a_full_member:
    'Only full members of this workspace can see relay tasks and requests, ask for changes or decide on them; guests, bots and people of other workspaces cannot.',
  other_workspace: 'This desk belongs to another workspace, so you cannot use it from here.',
  not_a_requester: 'You are not on the list of people who may ask for changes in this project.',
  identity_unavailable:
    'Slack did not tell me who you are just now, so nothing was done. Please try again in a minute.',
  not_the_requester:
    'Only the person who asked for this change can withdraw it. You can reject it in the review.',
  wrong_digest:
    'This request was changed after you opened it, so your decision was not taken. Open the review again.',
  lost_since:
    'The store has lost what happened to this request after you saw it, so nothing was done. Please look at it again, and decide once more.',
  edited_meanwhile:
    'This request was changed after you opened the form, so this was not saved. Keep what you typed, close the form, and press Edit… on the card again.',
  other_task:
    'An edit stays with the relay task of its request. Withdraw the request, and ask for this one anew.',
  /** `fields`: lines with a field and what it holds each. */
  task_unreadable: (fields: string) =>
    `The Live API returned values for this task that relaydesk cannot read, so any change would be a guess. Nothing was changed.\n${fields}`,
  note_missing: 'Please say why: the requester reads it.',
  not_for_break_glass:
    'You are not on the list of people who may change something here without approval. Ask for it in the usual way.',
  busy: 'Somebody else was faster. Please look at the card and try again.',
  already_open: (id: string) =>
    `You have an open request for this task already: ${id}. Edit or withdraw that one; it is one at a time.`,
  too_many_open: (open: string) =>
    `You have ${open} open requests in this project, which is the most that one person may have. Wait until some are decided, or withdraw what is not needed any more.`,
  frozen: (until: string, why: string) =>
    `❄️ Changes are frozen until ${until}: ${why}. Nothing was done; try again after that.`,
  already_reviewed: (person: string, when: string) =>
    `${person} has looked at this already, ${when}.`,
  expired: (when: string) =>
    `This request expired ${when}. Nothing was run; ask again if it is still needed.`,
  /** `person`: who was faster; nobody when it ended by itself. */
  wrong_state: (when: string, state: string, person?: string) =>
    `This request is not open to that any more. ${person ? `${person} was faster` : 'It was over'}, ${when}; it is now: *${state}*.`,
} satisfies Record<RefusalReason, unknown>;

/** Under a field of the form, where a later time can be chosen. Plain text. */
export const frozenInForm = (until: string, why: string) =>
  `Changes are frozen until ${until}: ${why}. Choose a later time to apply, or ask again after that.`;

/** The message under a field. Plain text: Slack shows errors of a form as they are. */
export const problems = {
  no_change: 'Nothing is different from what the task holds now. Change at least one field.',
  reason_missing: 'Please say why: the approver decides by it.',
  urls_missing: 'A task needs at least one source URL.',
  urls_too_many: (count: number, max: number) => `${count} URLs are too many; a task takes ${max}.`,
  index_not_a_number: 'Must be a whole number, 0 or more. 0 is the first file.',
  index_past_list: (index: number, last: number) =>
    `There is no file ${index}: counted from 0, the last one of the list is ${last}.`,
  seconds_not_a_number: 'Must be a whole number of seconds, 0 or more.',
  loop_not_a_count:
    'Must be -1 (again and again until the end) or a whole number of rounds, 1 or more.',
  end_not_after_start: 'The end must be after the start.',
  end_not_after_now: 'The end must be in the future.',
  window_too_long: 'Start and end must be at most 7 days apart.',
  start_passed: 'The start must be in the future.',
  digest_mismatch:
    'The stored change is not the one that was approved, so it was not sent. Ask again, and tell whoever runs relaydesk.',
  break_glass_now: 'A break-glass runs at once. Leave this empty, or untick it.',
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
  url_has_credentials: (line: number) =>
    `Line ${line}: a URL with a user name or password in it is not accepted.`,
} satisfies Record<Problem['code'], unknown>;
