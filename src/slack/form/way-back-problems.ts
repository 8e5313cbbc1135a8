import { APART_MS } from '#src/approval/chain.ts';
import { buildWayBack } from '#src/approval/way-back.ts';
import { changedFields } from '#src/relay/change.ts';
import { type Problem, problemsOf } from '#src/relay/rules.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { payloadOf, type Preview, runsAtMs } from './preview.ts';

/** What is wrong with the time at which a task is to be set back, or with what would set it back. */
export function wayBackProblems(preview: Preview, sources: SourcePolicy): Problem[] {
  const { base, change, project, thenBackMs, isBreakGlass } = preview;
  if (thenBackMs === undefined) return [];
  if (isBreakGlass) return [{ field: 'then_back', code: 'break_glass_stays' }];
  if (changedFields(change).length === 0) return [];
  if (thenBackMs < runsAtMs(preview) + APART_MS) {
    return [{ field: 'then_back', code: 'then_back_too_early' }];
  }
  const first = { base, change, payload: payloadOf(preview) };
  const back = buildWayBack(first, { id: '', applyAtMs: thenBackMs }, project.send);
  if (changedFields(back.change).length === 0) {
    return [{ field: 'then_back', code: 'then_back_nothing' }];
  }
  return problemsOf({ base: back.base, change: back.change, sources, nowMs: thenBackMs }).map(
    (problem) => ({ ...problem, field: 'then_back' }),
  );
}
