/**
 * What a change does to viewers, the most serious first: the picture is lost; it is interrupted; the programme or its
 * times change; viewers notice nothing.
 */
export const GRADES = ['off_air', 'interruption', 'programme', 'none'] as const;
export type Grade = (typeof GRADES)[number];

/**
 * How sure it is. `will`: documented, or measured in this region. `expected`: how the closest relatives of the API
 * behave. `could`: documented nowhere, so we assume the worst.
 */
export const STRENGTHS = ['will', 'expected', 'could'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** A file of a playlist; `number` counts from 1. */
export interface PlaylistFile {
  readonly number: number;
  readonly url: string;
}

/** What is played after the stream breaks off. */
export type Resumption =
  | { readonly from: 'start_position'; readonly file: PlaylistFile; readonly seconds: number }
  | { readonly from: 'start_of_interrupted_file' }
  | { readonly from: 'break_point' }
  /** A refresh type that we do not know. */
  | { readonly from: 'unknown' };

/** Why a source will not be seen, as far as we know. */
export type SourceTrouble =
  /** 404 or 410. */
  | { readonly kind: 'missing'; readonly httpStatus: number }
  | { readonly kind: 'not_media'; readonly contentType: string | undefined }
  /** Not reachable from here; the cloud may still reach it. */
  | { readonly kind: 'unreachable'; readonly httpStatus: number | undefined };

export type NoEffect = 'paused' | 'ended' | 'rounds_over' | 'events_only' | 'unchanged';

/** Counted rounds that are over before the end time, or may be. `atMs`: roughly when; undefined: unknown. */
export interface RoundsFirst {
  readonly rounds: number;
  readonly atMs?: number | undefined;
}

/** Until when a task would run if nothing changed; sooner if `todayRounds` of unknown length are over by then. */
interface Today {
  readonly todayUntilMs: number | undefined;
  readonly todayRounds?: number | undefined;
}

/** All times are in milliseconds; a missing one is unknown. */
export type Effect = { readonly grade: Grade; readonly strength: Strength } & (
  | {
      readonly kind: 'paused';
      /** When it would have gone on air; undefined if it was on air. */
      readonly startMs: number | undefined;
      /** When the task ends in any case. */
      readonly endMs: number | undefined;
    }
  | ({
      readonly kind: 'rounds_over';
      readonly rounds: number;
      /** Roughly when, at the latest; unknown if the length of a file is. */
      readonly atMs: number | undefined;
      /** Whether that many have been played already. `perhaps`: they have, but the API may count from 1 again. */
      readonly isOver: 'yes' | 'perhaps' | 'no';
      readonly endMs: number | undefined;
    } & Today)
  | ({ readonly kind: 'ends_soon'; readonly atMs: number } & Today)
  | { readonly kind: 'start_moved'; readonly untilMs: number }
  | {
      readonly kind: 'push_key_ended';
      readonly fromMs: number;
      readonly keyEndedMs: number;
      /** Otherwise the key may have been created then. */
      readonly isKeySure: boolean;
    }
  /** Why it stays off air although the change asks for it to be on. */
  | { readonly kind: 'stays_off'; readonly because: 'push_key_ended' | 'not_revived' }
  | {
      readonly kind: 'source_trouble';
      readonly file: PlaylistFile;
      readonly trouble: SourceTrouble;
      /** When the file comes on for the first time. */
      readonly fromMs: number | undefined;
    }
  /** The signature of a source ends before the file is opened for the last time. */
  | {
      readonly kind: 'source_ends';
      readonly file: PlaylistFile;
      readonly endedMs: number;
      readonly fromMs: number;
    }
  /** Another task pushes to the same target at the same time. */
  | {
      readonly kind: 'same_target';
      readonly name: string;
      readonly fromMs: number;
      readonly untilMs: number | undefined;
    }
  | { readonly kind: 'break'; readonly playback: Resumption }
  | {
      readonly kind: 'back_on_air';
      readonly fromMs: number;
      /** At the latest; sooner if `rounds` are over by then. */
      readonly untilMs: number | undefined;
      readonly rounds: number | undefined;
      readonly playback: Resumption;
    }
  | {
      readonly kind: 'new_playlist';
      /** The first files of both lists. */
      readonly first: PlaylistFile;
      readonly todayFirst: PlaylistFile | undefined;
      /** How long one round of the new list is, in milliseconds. */
      readonly roundMs: number | undefined;
    }
  | { readonly kind: 'start_position'; readonly file: PlaylistFile; readonly seconds: number }
  | {
      readonly kind: 'starts_earlier' | 'starts_later' | 'ends_earlier' | 'ends_later';
      readonly atMs: number | undefined;
      readonly todayMs: number | undefined;
      /** Of an end: what may take the task off air before it. */
      readonly sooner?: RoundsFirst | undefined;
    }
  /** Undefined: until the end time. */
  | {
      readonly kind: 'other_rounds';
      readonly rounds: number | undefined;
      readonly todayRounds: number | undefined;
    }
  /** Nothing that viewers notice now, and why. */
  | { readonly kind: 'no_effect'; readonly why: NoEffect }
);

/** The most serious grade among effects; `none` if there are none. */
export function worstGrade(effects: readonly Pick<Effect, 'grade'>[]): Grade {
  return GRADES.find((grade) => effects.some((effect) => effect.grade === grade)) ?? 'none';
}

/** The most serious first; within a grade, the most certain first. */
export function bySeverity<Graded extends Pick<Effect, 'grade' | 'strength'>>(
  effects: readonly Graded[],
): Graded[] {
  const rank = ({ grade, strength }: Graded) =>
    GRADES.indexOf(grade) * STRENGTHS.length + STRENGTHS.indexOf(strength);
  return effects.toSorted((a, b) => rank(a) - rank(b));
}
