import { sameValue } from '../field.ts';
import { fieldsLeftOut, type Payload } from '../payload.ts';
import { MODIFIABLE_FIELDS, type ModifiableField, type RelayTask } from '../relay-task.ts';
import type { Strength } from './effect.ts';
import type { KnownFacts } from './known-facts.ts';
import type { Plan } from './plan.ts';
import { type LengthOf, roundsEndMs } from './rounds.ts';
import type { SignatureEnd } from './signed-url.ts';
import type { Assumption } from './timeline.ts';
import { mayBeOverSooner } from './unknown-lengths.ts';

/** One set of answers to all open questions. */
export interface Possibility {
  readonly assumption: Assumption;
  /** Whether it is what the closest relatives of the API do. */
  readonly isExpected: boolean;
}

/** The facts that decide which questions are open. */
export interface Situation {
  readonly task: RelayTask;
  readonly payload: Payload;
  readonly before: Plan;
  readonly after: Plan;
  /** When the API takes the change, in milliseconds. */
  readonly atMs: number;
  readonly known: KnownFacts;
  /** Seconds by URL; a file that is missing is of unknown length. */
  readonly durations: ReadonlyMap<string, number>;
  /** When the key in the push URL expires, or may expire; undefined if it does not. */
  readonly pushKey: SignatureEnd | undefined;
}

type Flags = Pick<Assumption, (typeof FLAG_NAMES)[number]>;

/** A question about the API: the possible answers and the expected one. */
interface Question {
  readonly answers: readonly boolean[];
  readonly expected: boolean;
}

/**
 * Every combination of answers to what the documentation leaves open. Files of unknown length are taken to be long
 * enough; where rounds may end sooner than today, a second possibility has them end at once.
 */
export function possibilitiesOf(situation: Situation): Possibility[] {
  const { task, payload, durations } = situation;
  const questions = questionsOf(situation);
  const isMinor = isHarmless(task, payload);
  const isPossible = (flags: Flags) =>
    FLAG_NAMES.every((name) => questions[name].answers.includes(flags[name]));
  const long: LengthOf = (url) => durations.get(url) ?? Infinity;
  const short: LengthOf = (url) => durations.get(url) ?? 0;
  return EVERY_FLAGS.filter(isPossible).flatMap((flags) => {
    const isExpected = FLAG_NAMES.every((name) => questions[name].expected === flags[name]);
    const lasting = { ...flags, lengthBefore: long, lengthAfter: long, isSpent: false };
    const isUntouched = isMinor && !flags.breaks;
    if (!mayBeOverSooner({ ...situation, ...flags, isUntouched })) {
      return [{ assumption: lasting, isExpected }];
    }
    const over = { ...lasting, lengthAfter: short, isSpent: true };
    return [
      { assumption: lasting, isExpected },
      { assumption: over, isExpected: false },
    ];
  });
}

function questionsOf(situation: Situation): Record<keyof Flags, Question> {
  const { task, payload, before, after, atMs, known, pushKey } = situation;
  const isCounted = [before, after].some(({ rounds }) => Number.isFinite(rounds));
  const isMidList = [before, after].some((plan) => plan.startFile > 0 || plan.startSeconds > 0);
  return {
    breaks: breaking(changedBy(task, payload), known),
    keepsOmitted: question(fieldsLeftOut(task, payload, atMs).length > 0, known.keepsOmitted, true),
    // One relative ignores the start of a task that runs; nothing says what this one does.
    waitsForMovedStart: question(after.startMs > atMs, known.waitsForMovedStart, false),
    restartsRounds: question(
      isCounted,
      known.restartsRounds,
      after.refreshType === 'immediate_new_source',
    ),
    // One relative accepts no new end once a task has ended.
    revivesEnded: question(isOver(situation), known.revivesEnded, false),
    startsEachRoundAtPosition: question(isCounted && isMidList, undefined, false),
    // They begin again after changes, and the task does not tell when the last one was.
    hasBegunAgain: question(
      isBegun(before, atMs),
      known.restartsRounds === false ? false : undefined,
      false,
    ),
    // The time in some keys is that of their creation, and only the domain knows how long they are valid.
    keyEnds: question(pushKey?.kind === 'may_end', undefined, pushKey?.kind !== 'may_end'),
  };
}

/** Whether a task has nothing left to play, however long the files of unknown length are. */
function isOver({ before, atMs, durations }: Situation): boolean {
  const play = { plan: before, fromMs: Math.max(before.startMs, -1e15), doneRounds: 0 };
  const lengthOf = (url: string) => durations.get(url) ?? Infinity;
  const rule = { lengthOf, startsEachRoundAtPosition: false };
  return Math.min(before.endMs, roundsEndMs(play, rule)) <= atMs;
}

/** Whether counted rounds are being played, or have been. */
function isBegun({ isPaused, rounds, startMs }: Plan, atMs: number): boolean {
  return !isPaused && Number.isFinite(rounds) && Number.isFinite(startMs) && startMs <= atMs;
}

/** A question that does not matter here has only the expected answer. */
function question(matters: boolean, known: boolean | undefined, expected: boolean): Question {
  if (known !== undefined) return { answers: [known], expected: known };
  return { answers: matters ? [true, false] : [expected], expected };
}

/** The fields whose value a payload changes. */
export function changedBy(task: RelayTask, payload: Payload): ModifiableField[] {
  return MODIFIABLE_FIELDS.filter(
    (field) => payload[field] !== undefined && !sameValue(field, task[field], payload[field]),
  );
}

/**
 * Whether a change makes the task push again. The API describes its refresh types by the file that was playing
 * "when the stream broke", so a change is taken to break it; for the end and the events alone, its relatives do not.
 */
function breaking(changed: readonly ModifiableField[], known: KnownFacts): Question {
  if (!isEventsOrEnd(changed)) return { answers: [true], expected: true };
  const measured = measuredBreaks(changed, known);
  if (measured.includes(true)) return { answers: [true], expected: true };
  const isMeasured = measured.every((fact) => fact === false);
  return { answers: isMeasured ? [false] : [true, false], expected: false };
}

/** How sure it is that the stream of a running task is interrupted; undefined when it is known not to be. */
export function breakStrength({ task, payload, known }: Situation): Strength | undefined {
  const changed = changedBy(task, payload);
  if (!isEventsOrEnd(changed)) return 'expected';
  const { answers } = breaking(changed, known);
  if (!answers.includes(true)) return undefined;
  return answers.length === 1 ? 'will' : 'could';
}

/** Whether a payload changes nothing that is expected to make a task push again. */
export function isHarmless(task: RelayTask, payload: Payload): boolean {
  return isEventsOrEnd(changedBy(task, payload));
}

function isEventsOrEnd(changed: readonly ModifiableField[]): boolean {
  return changed.every((field) => field === 'callback_events' || field === 'end_time');
}

/** What has been measured for each of the changed fields. A change of nothing counts like a change of events. */
function measuredBreaks(changed: readonly ModifiableField[], known: KnownFacts) {
  const hasEnd = changed.includes('end_time');
  return [
    ...(hasEnd ? [known.endOnlyBreaks] : []),
    ...(hasEnd && changed.length === 1 ? [] : [known.eventsOnlyBreaks]),
  ];
}

const FLAG_NAMES = [
  'breaks',
  'keepsOmitted',
  'waitsForMovedStart',
  'restartsRounds',
  'revivesEnded',
  'startsEachRoundAtPosition',
  'keyEnds',
  'hasBegunAgain',
] as const satisfies readonly (keyof Assumption)[];

const EVERY_FLAGS: readonly Flags[] = Array.from({ length: 2 ** FLAG_NAMES.length }, (_, bits) => ({
  breaks: (bits & 1) > 0,
  keepsOmitted: (bits & 2) > 0,
  waitsForMovedStart: (bits & 4) > 0,
  restartsRounds: (bits & 8) > 0,
  revivesEnded: (bits & 16) > 0,
  startsEachRoundAtPosition: (bits & 32) > 0,
  keyEnds: (bits & 64) > 0,
  hasBegunAgain: (bits & 128) > 0,
}));
