import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Submission } from '#src/approval/submit/submit.ts';
import { taskAfter } from '#src/relay/chain.ts';
import { hourMs, nowMs } from '../relay/sample-task.ts';
import { lead, person } from './sample-request.ts';
import { setUpDesk, submission } from './set-up-desk.ts';

export const minuteMs = 60_000;
export const colleague = person('U0COLLEAGUE');

/** R-1 pauses the task in an hour; what follows is asked for under the ids after it. */
export async function scheduled(
  fields: Partial<Submission> = {},
  projects?: Parameters<typeof setUpDesk>[1],
) {
  const desk = setUpDesk([], projects);
  await desk.approval.submit({ ...submission, applyAtMs: nowMs + hourMs, ...fields });
  const get = (id: string): ChangeRequest => {
    const found = desk.memory.get(id);
    if (!found) throw new Error(`there is no ${id}`);
    return found;
  };
  return { ...desk, get, after, follows, decides };

  /** What comes after a request, an hour later. */
  function after(id: string, first: string, more: Partial<Submission> = {}): Submission {
    const { base, payload, applyAtMs = 0 } = get(first);
    return {
      ...submission,
      id,
      base: taskAfter(base, payload),
      change: { status: 'enable' },
      after: first,
      applyAtMs: applyAtMs + hourMs,
      ...more,
    };
  }

  function follows(id: string, first: string, more: Partial<Submission> = {}) {
    return desk.approval.submit(after(id, first, more));
  }

  async function decides(id: string, kind: 'approve' | 'reject') {
    const { version, digest } = get(id);
    return desk.approval.decide({ id, kind, person: lead, version, digest, note: 'No' });
  }
}
