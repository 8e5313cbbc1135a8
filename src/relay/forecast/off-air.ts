import { breakStrength, type Situation } from './assumptions.ts';
import type { Effect, Strength } from './effect.ts';
import {
  isOnNow,
  type Loss,
  lossesOf,
  onAir,
  type Outlook,
  type Outlooks,
  isUncertain,
} from './outlook.ts';
import type { Because, Timeline } from './timeline.ts';

/** A planned end counts as a blackout when it comes within this time after the change. */
export const NEAR_END_MS = 60 * 60_000;

/** Everything that costs viewers a picture that they would have had. */
export function offAirEffects(situation: Situation, outlooks: Outlooks): Effect[] {
  const [expected] = outlooks;
  const losses = outlooks.map((outlook) => ({
    outlook,
    isExpected: outlook === expected,
    losses: lossesOf(outlook).filter(({ because }) => isBlackout(because, outlook, situation.atMs)),
  }));
  const causes = new Set(losses.flatMap((each) => each.losses.map(({ because }) => because)));
  const lost = [...causes].flatMap((because) => {
    const found = losses.map((each) => ({
      ...each,
      loss: each.losses.find((loss) => loss.because === because),
    }));
    const strength = strengthOf(
      found.map(({ isExpected, loss }) => [isExpected, loss !== undefined]),
    );
    const times = found.flatMap(({ loss }) => loss ?? []);
    const { outlook = expected } = found.find(({ loss }) => loss !== undefined) ?? {};
    return lossEffect(because, times, { strength, situation, outlook });
  });
  return [...lost, ...staysOff(situation, outlooks)];
}

/** How sure something is that happens in some of the possibilities. */
export function strengthOf(
  found: readonly (readonly [isExpected: boolean, happens: boolean])[],
): Strength {
  if (found.every(([, happens]) => happens)) return 'will';
  return found.some(([isExpected, happens]) => isExpected && happens) ? 'expected' : 'could';
}

/**
 * An end that is not near, a later start of a task that was off air, and the same amount of rounds at another time
 * are changes of programme, not blackouts.
 */
function isBlackout(because: Because, { before, after }: Outlook, atMs: number): boolean {
  if (because === 'not_started') return false;
  if (because === 'ended') return after.plan.endMs - atMs < NEAR_END_MS;
  return because !== 'rounds_over' || isOnNow(before) || onAirMs(after) < onAirMs(before);
}

function onAirMs(timeline: Timeline): number {
  const span = onAir(timeline);
  return span ? span.untilMs - span.fromMs : 0;
}

/** `losses`: one for each possibility that has one, the expected first. */
function lossEffect(
  because: Because,
  losses: readonly Loss[],
  context: {
    readonly strength: Strength;
    readonly situation: Situation;
    /** The first possibility that has one. */
    readonly outlook: Outlook;
  },
): Effect[] {
  const { strength, situation, outlook } = context;
  const [loss] = losses;
  if (!loss) return [];
  const { fromMs, untilMs } = loss;
  const { before } = outlook;
  const { durations } = situation;
  const { plan } = outlook.after;
  const endMs = finite(plan.endMs);
  const today = {
    todayUntilMs: finite(onAir(before)?.untilMs ?? Infinity),
    todayRounds: isUncertain(before.plan, durations) ? before.plan.rounds : undefined,
  };
  const common = { grade: 'off_air', strength } as const;
  switch (because) {
    case 'paused':
      return [
        { ...common, kind: 'paused', startMs: fromMs > situation.atMs ? fromMs : undefined, endMs },
      ];
    case 'rounds_over': {
      const over = roundsOver(losses, situation);
      return [{ ...common, kind: 'rounds_over', rounds: plan.rounds, ...over, endMs, ...today }];
    }
    case 'ended':
      return [{ ...common, kind: 'ends_soon', atMs: plan.endMs, ...today }];
    case 'start_moved':
      return [{ ...common, kind: 'start_moved', untilMs }];
    case 'push_key_ended':
      return [
        {
          ...common,
          kind: 'push_key_ended',
          // A running push outlives its key; it ends when the stream is interrupted.
          strength:
            isOnNow(outlook.before) && strength !== 'could'
              ? (breakStrength(situation) ?? strength)
              : strength,
          fromMs,
          keyEndedMs: situation.pushKey?.atMs ?? fromMs,
          isKeySure: situation.pushKey?.kind === 'ends',
        },
      ];
    case 'playing':
    case 'not_started':
    case 'not_revived':
      return [];
  }
}

/** When the rounds of a list are over, in the possibilities in which viewers lose something by it. */
function roundsOver(losses: readonly Loss[], { atMs, after, durations }: Situation) {
  const times = losses.map(({ fromMs }) => fromMs);
  if (!after.files.every((url) => durations.has(url)))
    return { atMs: undefined, isOver: 'no' } as const;
  if (Math.min(...times) > atMs) return { atMs: times[0], isOver: 'no' } as const;
  const latestMs = Math.max(...times);
  return { atMs: latestMs, isOver: latestMs > atMs ? 'perhaps' : 'yes' } as const;
}

/** A task that may stay off air although the change asks for it to be on. */
function staysOff(situation: Situation, outlooks: Outlooks): Effect[] {
  const { before, after, known } = situation;
  const isAskedFor = (before.isPaused && !after.isPaused) || after.endMs > before.endMs;
  if (!isAskedFor || isOnNow(outlooks[0].before)) return [];
  return (['push_key_ended', 'not_revived'] as const).flatMap((because) => {
    const found = outlooks.map(
      ({ isExpected, after: { spans } }) =>
        [isExpected, spans.some((span) => span.because === because)] as const,
    );
    if (!found.some(([, happens]) => happens)) return [];
    // Unless it was measured: only one relative is known not to revive ended tasks.
    const isGuessed = because === 'not_revived' && known.revivesEnded === undefined;
    const strength = isGuessed ? 'could' : strengthOf(found);
    return [{ kind: 'stays_off', grade: 'off_air', strength, because } as const];
  });
}

export function finite(ms: number): number | undefined {
  return Number.isFinite(ms) ? ms : undefined;
}
