import { runsUnapproved } from '#src/approval/record/break-glass.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { isNewList } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { momentOf } from '#src/relay/field.ts';
import { digestOf } from '#src/relay/payload.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import { type SourcePin, unplayable } from '#src/relay/source-pin.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';

interface Checked {
  readonly sources: Pick<SourceLooks, 'isRequired'>;
  readonly now: () => number;
}

/** Checks every rule again: time has passed since the form, and a rule may depend on the time. */
export function problemsNow(
  deps: Checked,
  request: ChangeRequest,
  {
    sources,
    pins = [],
    frozen,
  }: {
    readonly sources: SourcePolicy;
    readonly pins?: readonly SourcePin[] | undefined;
    /** The current freeze. */
    readonly frozen?: Refusal | undefined;
  },
): Problem[] {
  const { base, change, payload } = request;
  const nowMs = deps.now();
  const problems = problemsOf({ base, change, sources, nowMs });
  if (digestOf(payload) !== request.digest) {
    problems.push({ field: 'reason', code: 'digest_mismatch' });
  }
  const startMs = momentOf(payload, 'start_time');
  if (typeof startMs === 'number' && startMs <= nowMs && change.start_time === undefined) {
    problems.push({ field: 'start_time', code: 'start_passed' });
  }
  // A break-glass also runs during a freeze.
  const goesThrough = runsUnapproved(request);
  const isRequired = deps.sources.isRequired && isNewList(request) && !goesThrough;
  for (const line of isRequired ? unplayable(pins) : []) {
    problems.push({ field: 'source_urls', code: 'source_unplayable', line });
  }
  if (frozen?.reason === 'frozen' && !goesThrough) {
    problems.push({ field: 'reason', code: 'frozen', why: frozen.why, untilMs: frozen.untilMs });
  }
  return problems;
}
