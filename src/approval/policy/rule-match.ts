import type { Approvers } from '#src/approval/record/change-request.ts';
import { type Findings, forecastFactsOf } from '#src/approval/record/findings.ts';
import type { Slot } from '#src/approval/record/slots.ts';
import { endsEarlier, isLiveNow, removesSources } from '#src/relay/change-facts.ts';
import { type Change, changedFields } from '#src/relay/change.ts';
import type { Grade } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { Payload } from '#src/relay/payload.ts';
import type { ModifiableField, RelayTask } from '#src/relay/relay-task.ts';
import { areReplaced, type SourcePin } from '#src/relay/source-pin.ts';
import { taskHolds } from './task-match.ts';
import { type Weekday, WEEKDAYS, weekdayAt, windowAt } from './time-window.ts';

/** A condition on the change, and what it requires. Every part of `when` must match. */
export interface PolicyRule {
  readonly when: {
    /** At least one of these fields is changed. */
    readonly fields?: readonly ModifiableField[] | undefined;
    /** No other field is changed. */
    readonly only?: boolean | undefined;
    /** The change sets this status. */
    readonly status?: string | undefined;
    /** The task is on air, or is not. */
    readonly live_now?: boolean | undefined;
    /** The task would end earlier, by its end time or by its rounds. */
    readonly ends_earlier?: boolean | undefined;
    readonly removes_sources?: boolean | undefined;
    /** Viewers would lose the picture, or could. */
    readonly goes_off_air?: boolean | undefined;
    /** The stream would be interrupted, or could. */
    readonly interrupts?: boolean | undefined;
    /** Viewers would see another programme, or the same one at other times, or could. */
    readonly changes_programme?: boolean | undefined;
    /** Right before the run, a source is a different file than at the approval. */
    readonly sources_changed?: boolean | undefined;
    /** The task is one of these: `app/stream` with `*` for any characters, or the id of a task. */
    readonly tasks?: readonly string[] | undefined;
    /** A time of day, `18:00-23:00`; a window past midnight belongs to the day on which it begins. */
    readonly between?: string | undefined;
    readonly days?: readonly Weekday[] | undefined;
    /** The time zone of `between` and `days`. Undefined: UTC. */
    readonly time_zone?: string | undefined;
  };
  /** How many have to approve in all. */
  readonly quorum: number;
  /** Only these may approve; left out, the project's approvers may. */
  readonly approvers?: Approvers | undefined;
  /** How many of each of these lists have to approve, instead of `approvers`. */
  readonly from?: readonly Slot[] | undefined;
  /** Who is told of a matching change, instead of those of the project. */
  readonly notify?: Approvers | undefined;
  /** Where approvers see such a change, instead of the place of the project. */
  readonly place?: string | undefined;
  readonly expiresAfterMs?: number | undefined;
  /** How long an approved change waits, so that somebody can still stop it. */
  readonly holdMs?: number | undefined;
}

/**
 * What the conditions of rules are about. Undefined means unknown: somebody only asks what would happen, or the task
 * does not tell.
 */
export interface ChangeFacts {
  readonly task?: RelayTask | undefined;
  /** The moment in question, in Unix milliseconds. */
  readonly atMs?: number | undefined;
  /** The fields that the change touches. */
  readonly fields: readonly ModifiableField[];
  /** The new `status`, if it is changed. */
  readonly status?: string | undefined;
  readonly isLive?: boolean | undefined;
  readonly endsEarlier?: boolean | undefined;
  readonly removesSources?: boolean | undefined;
  readonly goesOffAir?: boolean | undefined;
  readonly interrupts?: boolean | undefined;
  readonly changesProgramme?: boolean | undefined;
  readonly sourcesChanged?: boolean | undefined;
}

/** A change as it would be sent at a moment, in milliseconds, and the findings. */
export interface AskedChange extends Findings {
  readonly base: RelayTask;
  readonly change: Change;
  readonly payload: Payload;
  readonly nowMs: number;
  /** What the sources were at the approval, for a change that is about to run. */
  readonly approvedPins?: readonly SourcePin[] | undefined;
}

/** Whether a condition matches; `perhaps` if it depends on something unknown. */
export type Holds = 'yes' | 'no' | 'perhaps';

/** A time zone is not a condition: two conditions use it. */
export type ConditionName = Exclude<keyof PolicyRule['when'], 'time_zone'>;

export interface Condition {
  /** As it stands in the configuration. */
  readonly name: ConditionName;
  readonly wanted: string;
  readonly holds: Holds;
}

/** Everything that rules ask about a change. What could happen to viewers counts like what will. */
export function factsOf(asked: AskedChange): ChangeFacts {
  const { base, change, payload, nowMs } = asked;
  const isLive = isLiveNow(base, nowMs);
  const effects = effectsOf({ task: base, payload, atMs: nowMs, ...forecastFactsOf(asked) });
  // If it is unknown whether the task is on air, it is unknown what viewers lose.
  const has = (grade: Grade) =>
    isLive === undefined ? undefined : effects.some((effect) => effect.grade === grade);
  const runsOut = effects.some(({ kind }) => kind === 'rounds_over');
  return {
    task: base,
    atMs: nowMs,
    fields: changedFields(change),
    status: change.status,
    isLive,
    endsEarlier: runsOut || endsEarlier(base, change),
    removesSources: removesSources(base, change),
    goesOffAir: has('off_air'),
    interrupts: has('interruption'),
    changesProgramme: has('programme'),
    sourcesChanged: areReplaced(asked.approvedPins ?? [], asked.pins ?? []),
  };
}

const UNCERTAIN = [
  'isLive',
  'endsEarlier',
  'removesSources',
  'goesOffAir',
  'interrupts',
  'changesProgramme',
  'sourcesChanged',
] as const;

/** Fields with which a task may end earlier: a shorter list is over sooner. */
const END_FIELDS = ['end_time', 'vod_loop_time', 'source_urls'] as const;

/** All facts that are possible, with every answer to what is unknown. */
export function possibleFacts(facts: ChangeFacts): ChangeFacts[] {
  const open = UNCERTAIN.filter((fact) => facts[fact] === undefined);
  return open.reduce<ChangeFacts[]>(
    (possible, fact) =>
      possible.flatMap((each) => [true, false].map((is) => ({ ...each, [fact]: is }))),
    [facts],
  );
}

/** The conditions of a rule, in the order in which people read them. */
export function conditionsOf({ when }: PolicyRule, facts: ChangeFacts): Condition[] {
  const { fields } = facts;
  const listed = when.fields ?? fields;
  const checks: Record<ConditionName, () => Holds> = {
    fields: () => known(fields.some((field) => listed.includes(field))),
    only: () => known(when.only !== true || fields.every((field) => listed.includes(field))),
    status: () => {
      if (!fields.includes('status')) return 'no';
      return facts.status === undefined ? 'perhaps' : known(facts.status === when.status);
    },
    live_now: () => sameAs(facts.isLive, when.live_now),
    ends_earlier: () => demanded(fields, END_FIELDS, facts.endsEarlier, when.ends_earlier),
    removes_sources: () =>
      demanded(fields, ['source_urls'], facts.removesSources, when.removes_sources),
    goes_off_air: () => sameAs(facts.goesOffAir, when.goes_off_air),
    interrupts: () => sameAs(facts.interrupts, when.interrupts),
    changes_programme: () => sameAs(facts.changesProgramme, when.changes_programme),
    sources_changed: () => sameAs(facts.sourcesChanged, when.sources_changed),
    tasks: () => taskHolds(when.tasks ?? [], facts.task),
    ...clockChecks(when, facts.atMs),
  };
  return CONDITION_NAMES.flatMap((name) => {
    const wanted = when[name];
    if (wanted === undefined) return [];
    return [{ name, wanted: [wanted].flat().join(', '), holds: checks[name]() }];
  });
}

/** All conditions together: a single no is enough for no. */
export function holdsOf(rule: PolicyRule, facts: ChangeFacts): Holds {
  const each = conditionsOf(rule, facts).map(({ holds }) => holds);
  if (each.includes('no')) return 'no';
  return each.includes('perhaps') ? 'perhaps' : 'yes';
}

export const CONDITION_NAMES = [
  'fields',
  'only',
  'status',
  'live_now',
  'ends_earlier',
  'removes_sources',
  'goes_off_air',
  'interrupts',
  'changes_programme',
  'sources_changed',
  'tasks',
  'between',
  'days',
] as const satisfies readonly ConditionName[];

/** The conditions about a moment. A day is the one on which the window began. */
function clockChecks(
  { between, days, time_zone: timeZone = 'UTC' }: PolicyRule['when'],
  atMs?: number,
) {
  const check = (holds: (atMs: number) => boolean) => () =>
    atMs === undefined ? 'perhaps' : known(holds(atMs));
  const [from = '00:00', to = '24:00'] = between?.split('-') ?? [];
  const windowNow = (nowMs: number) => windowAt({ from, to, timeZone }, nowMs);
  return {
    between: check((nowMs) => windowNow(nowMs) !== undefined),
    days: check((nowMs) =>
      (days ?? WEEKDAYS).includes(windowNow(nowMs)?.day ?? weekdayAt(nowMs, timeZone)),
    ),
  } satisfies Partial<Record<ConditionName, () => Holds>>;
}

function known(holds: boolean): Holds {
  return holds ? 'yes' : 'no';
}

function sameAs(fact: boolean | undefined, wanted: boolean | undefined): Holds {
  return fact === undefined ? 'perhaps' : known(fact === wanted);
}

/** A condition on what certain fields cause: it does not match if none of them is changed. */
function demanded(
  fields: readonly ModifiableField[],
  causes: readonly ModifiableField[],
  fact: boolean | undefined,
  wanted: boolean | undefined,
): Holds {
  const isTouched = fields.some((field) => causes.includes(field));
  return sameAs(fact ?? (isTouched ? undefined : false), wanted);
}
