import * as fc from 'fast-check';
import { ANSWER_MAX, QUESTION_MAX, QUESTIONS_MAX } from '#src/approval/decide/questions.ts';
import {
  type ChangeRequest,
  isClosed,
  type Outcome,
  STATES,
} from '#src/approval/record/change-request.ts';
import type { FieldDifference } from '#src/relay/drift.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';
import {
  decisionBy,
  lead,
  requester,
  requestWith,
  secondLead,
} from '../approval/sample-request.ts';
import { hostileTask, hostileText } from './hostile.ts';

const longUrl = fc
  .constantFrom('a', '&', '<', '\u202e', '𝄞')
  .map((part) => `https://media.example.com/${part.repeat(2_000)}`.slice(0, 2_000));
const urls = fc.array(longUrl, { maxLength: 30 }).map((all) => all.map((url, at) => `${url}${at}`));

/** What the form and the rules accept besides the list. */
const allowed = {
  status: 'pause',
  vod_loop_time: '1'.repeat(20),
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 29,
  vod_start_video_time: 2_147_483_647,
  start_time: '2026-11-26T12:00:00Z',
  end_time: '2026-11-27T12:00:00Z',
  callback_events: ['TaskStart', 'TaskExit', 'TaskAlarm', 'VodFileStart', 'VodFileStop'],
};

/** What a form or the configuration accepts. */
const within = (max: number) => (text: string) => Array.from(text).slice(0, max).join('');

/** A request in any state, with the longest lists and texts that get as far as a request. */
export const hostileRequest: fc.Arbitrary<ChangeRequest> = fc
  .record({
    task: hostileTask,
    found: hostileTask,
    before: urls,
    after: urls,
    reason: hostileText.map(within(1_000)),
    note: hostileText.map(within(1_000)),
    frozen: hostileText.map(within(150)),
    said: hostileText,
    state: fc.constantFrom(...STATES),
    isBreakGlass: fc.boolean(),
    fields: fc.subarray([...MODIFIABLE_FIELDS], { minLength: 1 }),
    end: fc.constantFrom('failure', 'problems', 'drift', 'differences'),
  })
  .map((drawn) => {
    const { task, found, before, after, reason, note, frozen, said, state, end } = drawn;
    const wanted = Object.entries({ ...allowed, source_urls: after });
    const base = { ...task, source_urls: before };
    const decisions = [decisionBy(lead), decisionBy(secondLead)].map((made) => ({ ...made, note }));
    return requestWith({
      id: 'R-123456789',
      state,
      base,
      change: Object.fromEntries(wanted.filter(([name]) => drawn.fields.some((f) => f === name))),
      payload: { task_id: base.task_id },
      pins: after.map((_url, at) => ({ file: at + 1, sizeBytes: 2 ** 53, durationSeconds: 1e9 })),
      changedSources: after.map((_url, at) => ({
        file: at + 1,
        sizeBytes: 1,
        durationSeconds: 1,
        trouble: { kind: 'not_media', contentType: '&'.repeat(100) } as const,
      })),
      reason,
      questions: Array.from({ length: QUESTIONS_MAX }, (_all, index) => ({
        person: lead,
        atMs: index + 3,
        text: within(QUESTION_MAX)(note),
        answer: { person: requester, atMs: index + 20, text: within(ANSWER_MAX)(note) },
      })),
      decisions,
      ...(drawn.isBreakGlass
        ? {
            breakGlass: { quorum: 3, frozen },
            ...(isClosed(state) ? { afterReview: { person: lead, atMs: 1, note } } : {}),
          }
        : {}),
      history: [
        ...requestWith().history,
        { event: 'approve', state: 'approved', atMs: 1, person: lead },
        { event: 'fail', state, atMs: 2 },
        { event: 'ask', state, atMs: 3, person: lead },
        { event: 'answer', state, atMs: 20, person: requester },
      ],
      ...(isClosed(state)
        ? {
            outcome: {
              sent: true,
              request_id: said,
              after: base,
              ...endedBy(end, said, differencesOf(base, found)),
            },
          }
        : {}),
    });
  });

/** One possible outcome; no request has two of them. */
function endedBy(
  end: 'failure' | 'problems' | 'drift' | 'differences',
  said: string,
  differing: readonly FieldDifference[],
): Partial<Outcome> {
  switch (end) {
    case 'failure':
      return {
        failure: {
          kind: 'answered',
          error_code: said,
          error_msg: said,
          request_id: said,
          detail: said,
        },
      };
    case 'problems':
      return {
        problems: [
          { field: 'apply_at', code: 'frozen', why: said.slice(0, 150), untilMs: 1 },
          { field: 'source_urls', code: 'url_malformed', line: 1, url: said },
        ],
      };
    default:
      return { [end]: differing };
  }
}

function differencesOf(expected: RelayTask, found: RelayTask): FieldDifference[] {
  return MODIFIABLE_FIELDS.map((field) => ({
    field,
    expected: expected[field],
    found: found[field],
  }));
}
