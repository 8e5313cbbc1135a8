import type { Payload } from '../payload.ts';
import type { RelayTask } from '../relay-task.ts';
import { breakStrength, type Situation } from './assumptions.ts';
import { bySeverity, type Effect } from './effect.ts';
import type { KnownFacts } from './known-facts.ts';
import { offAirEffects } from './off-air.ts';
import { outlooksOf } from './outlook.ts';
import { planAfter, planOf } from './plan.ts';
import { programmeEffects } from './programme.ts';
import { pushKeyEnd, type Rival } from './push-target.ts';
import { rivalEffects, sourceEffects, type SourceFacts } from './source-effects.ts';

export interface EffectInput {
  /** The task as it is. */
  readonly task: RelayTask;
  /** What would be sent. A merged payload carries every field. */
  readonly payload: Payload;
  /** When it would be sent, in milliseconds. */
  readonly atMs: number;
  readonly known?: KnownFacts | undefined;
  /** What was found out about the sources; nothing is known about one that is missing. */
  readonly sources?: Partial<SourceFacts> | undefined;
  /** Other tasks that push to the same target. */
  readonly rivals?: readonly Rival[] | undefined;
}

/** What is known apart from the task and the payload. */
export type ForecastFacts = Pick<EffectInput, 'known' | 'sources' | 'rivals'>;

/**
 * What a change does to viewers, the most serious first: the difference between what they would see without it
 * and with it, under every answer to what the API leaves undocumented. Never empty.
 */
export function effectsOf(input: EffectInput): Effect[] {
  const { sources: { troubles = new Map() } = {}, rivals = [] } = input;
  const situation = situationOf(input);
  const { durations } = situation;
  const outlooks = outlooksOf(situation);
  const found = bySeverity([
    ...offAirEffects(situation, outlooks),
    ...sourceEffects(outlooks, { durations, troubles }, breakStrength(situation) !== undefined),
    ...rivalEffects(outlooks, rivals),
    ...programmeEffects(situation, outlooks),
  ]);
  const noticed = found.filter(({ grade }) => grade !== 'none');
  return noticed.length > 0 ? noticed : found;
}

export function situationOf(input: EffectInput): Situation {
  const { task, payload, atMs, known = {}, sources = {} } = input;
  return {
    task,
    payload,
    atMs,
    known,
    durations: sources.durations ?? new Map(),
    before: planOf(task),
    after: planAfter(task, payload, { atMs, keepsOmitted: known.keepsOmitted ?? true }),
    pushKey: pushKeyEnd(task),
  };
}
