import * as fc from 'fast-check';
import { type ChangeRequest, STATES } from '#src/approval/change-request.ts';
import { decisionBy, lead, requestWith, secondLead } from '../approval/sample-request.ts';
import { hostileTask, hostileText } from './hostile.ts';

const longUrl = fc
  .constantFrom('a', '&', '<', '\u202e', '𝄞')
  .map((part) => `https://media.example.com/${part.repeat(2_000)}`.slice(0, 2_000));
const urls = fc.array(longUrl, { maxLength: 30 }).map((all) => all.map((url, at) => `${url}${at}`));

/** A request in any state, with the longest lists and texts that get as far as a request. */
export const hostileRequest: fc.Arbitrary<ChangeRequest> = fc
  .record({
    task: hostileTask,
    before: urls,
    after: urls,
    reason: hostileText,
    note: hostileText,
    frozen: hostileText,
    said: hostileText,
    state: fc.constantFrom(...STATES),
    isBreakGlass: fc.boolean(),
  })
  .map(({ task, before, after, reason, note, frozen, said, state, isBreakGlass }) => {
    const base = { ...task, source_urls: before };
    const decisions = [decisionBy(lead), decisionBy(secondLead)].map((made) => ({ ...made, note }));
    return requestWith({
      id: 'R-123456789',
      state,
      base,
      change: { source_urls: after, status: 'pause', callback_events: ['TaskStart'] },
      payload: { task_id: base.task_id },
      reason,
      decisions,
      ...(isBreakGlass
        ? { breakGlass: { quorum: 3, frozen }, afterReview: { person: lead, atMs: 1, note } }
        : {}),
      history: [
        ...requestWith().history,
        { event: 'approve', state: 'approved', atMs: 1, person: lead },
        { event: 'fail', state, atMs: 2 },
      ],
      outcome: {
        sent: true,
        request_id: said,
        failure: { kind: 'answered', error_code: said, error_msg: said, detail: said },
        differences: [{ field: 'source_urls', expected: after, found: before }],
        after: base,
      },
    });
  });
