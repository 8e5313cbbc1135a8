import type { State } from '#src/approval/record/change-request.ts';
import type { AdviceKey } from '#src/relay/error-catalogue.ts';
import type {
  CALLBACK_EVENTS,
  ModifiableField,
  REFRESH_TYPES,
  STATUSES,
} from '#src/relay/relay-task.ts';

/** Words that stand for a value of a closed list; a new value without words does not compile. */

/** Units of the time spans in relaydesk.yml. */
export type SpanUnit = 'days' | 'hours' | 'minutes' | 'seconds';

/** Four words are never mixed: approved, running, applied, failed. */
export const states: Record<State, string> = {
  pending: '⏳ Waiting for approval',
  approved: '👍 Approved, waiting to run',
  applying: '⚙️ Running',
  unconfirmed: '❔ Outcome unknown (the API did not reply; checking the task)',
  held: '⏸️ Held, because it cannot run as planned',
  applied: '✅ Applied',
  failed: '❌ Failed',
  rejected: '🚫 Rejected',
  withdrawn: '↩️ Withdrawn',
  expired: '⌛ Expired',
  stale: '🔀 Not run, because the task changed after this was requested',
};

/** The text of a choice and its second line, each at most 75 characters (Block Kit). */
export interface OptionWords {
  readonly text: string;
  readonly description: string;
}

export const refreshTypes: Record<(typeof REFRESH_TYPES)[number], OptionWords> = {
  immediate_new_source: {
    text: 'Switch at once (immediate_new_source)',
    description: 'Viewers see a short break, then the list at the start position',
  },
  continue_from_file_start: {
    text: 'Restart the current file (continue_from_file_start)',
    description: 'Viewers see a short break, then the same file from its beginning',
  },
  continue_from_break_point: {
    text: 'Resume current file where it stopped (continue_from_break_point)',
    description: 'Viewers see a short break, then the same file goes on',
  },
};

/** The status of a task as a choice in the form. */
export const statuses: Record<(typeof STATUSES)[number], string> = {
  enable: 'On (enable)',
  pause: 'Paused (pause): viewers see nothing',
};

/** The status of a task in a list; the API documents no list, so any other word is shown as it is. */
export const taskStatuses: Record<(typeof STATUSES)[number], string> = {
  enable: '▶️ On',
  pause: '⏸️ Paused',
};

export const events: Record<(typeof CALLBACK_EVENTS)[number], string> = {
  TaskStart: 'the task began',
  TaskExit: 'the task stopped',
  VodSourceFileStart: 'a file began',
  VodSourceFileFinish: 'a file ended',
  ResetTaskConfig: 'the task was changed',
  TaskAlarm: 'something is wrong',
};

export const fields: Record<ModifiableField, string> = {
  status: 'Status',
  source_urls: 'Playlist: one URL per line (max 30)',
  vod_refresh_type: 'How to switch',
  vod_loop_time: 'Repeat the playlist',
  vod_start_video_index: 'Start with file',
  vod_start_video_time: 'Start at second',
  start_time: 'Start',
  end_time: 'End',
  callback_events: 'Reported events',
};

/** The same, short: before the values of a change. */
export const fieldNames: Record<ModifiableField, string> = {
  status: 'Status',
  source_urls: 'Playlist',
  vod_refresh_type: 'How to switch',
  vod_loop_time: 'Rounds',
  vod_start_video_index: 'Start file',
  vod_start_video_time: 'Start position',
  start_time: 'Start',
  end_time: 'End',
  callback_events: 'Reported events',
};

/** The value of a field for which the API has a word or a number of its own. */
export const fieldValues = {
  status: { enable: 'On', pause: 'Paused' } satisfies Record<(typeof STATUSES)[number], string>,
  refreshTypes: {
    immediate_new_source: 'at once, to the start position',
    continue_from_file_start: 'restart the current file',
    continue_from_break_point: 'resume the current file where it stopped',
  } satisfies Record<(typeof REFRESH_TYPES)[number], string>,
  rounds: (count: number) =>
    count === -1 ? 'until the end' : count === 1 ? '1 round' : `${count} rounds`,
  file: (number: number) => `file ${number}`,
  seconds: (count: number) => `${count} s`,
};

/** One line of advice for a failure of the Live API. */
export const advice: Record<AdviceKey, string> = {
  check_parameters:
    'The API did not accept a value. Compare the change with the task and ask again.',
  task_gone:
    'The task has been deleted, so there is nothing left to change. If another took its place, request the change for that one.',
  already_exists: 'The API says this already exists. Look at the task before you request it again.',
  state_forbids:
    'The task, or its domain, is in a state that allows no change. Look at it before asking again.',
  content_refused: 'The API refused the content of the change. Ask again with other values.',
  check_credentials:
    'relaydesk could not sign in. Tell the relaydesk admin to check the credentials of this project.',
  ask_for_permission:
    'The cloud account of relaydesk lacks this permission. Tell the relaydesk admin.',
  check_project:
    'The project id does not match the credentials. Tell the relaydesk admin to check relaydesk.yml.',
  account_problem: 'The cloud account has a problem: frozen, in arrears or not verified.',
  quota: 'A quota of the cloud account is used up.',
  check_endpoint:
    'The endpoint of this project is wrong. Tell the relaydesk admin to check relaydesk.yml.',
  check_network:
    'The Live API could not be reached. Check the network of the machine that relaydesk runs on.',
  wait_and_retry: 'The service was busy or had a fault. Wait a few minutes and ask again.',
  maintenance:
    'The operation is under maintenance or not offered. Try later or ask Huawei support.',
  contact_support: 'Give Huawei support the request_id if this happens again.',
};

/** A time span; which unit is the largest whole one, is decided elsewhere. */
export const spans: Record<SpanUnit, (count: number) => string> = {
  days: (count) => `${count} ${count === 1 ? 'day' : 'days'}`,
  hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
  minutes: (count) => `${count} ${count === 1 ? 'minute' : 'minutes'}`,
  seconds: (count) => `${count} ${count === 1 ? 'second' : 'seconds'}`,
};
