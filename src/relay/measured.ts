import type { KnownFacts } from './forecast/known-facts.ts';

/** Measured facts of the Live API that the forecast uses. */
const FORECAST_FACTS = [
  'eventsOnlyBreaks',
  'endOnlyBreaks',
  'keepsOmitted',
  'waitsForMovedStart',
  'restartsRounds',
  'revivesEnded',
] as const satisfies readonly (keyof KnownFacts)[];

/** Everything that `npm run probe` finds out: the above, and what people want to know as well. */
export const MEASURED_FACTS = [
  ...FORECAST_FACTS,
  'takesPastStart',
  'takesLongEnd',
  'takesRepeatedUrl',
  'takesIndexOutOfList',
  /** Seconds from a pause until the stream is gone, and from a resume until it is back. */
  'streamGoneAfterSeconds',
  'streamThereAfterSeconds',
] as const;

export type MeasuredFact = (typeof MEASURED_FACTS)[number];

/** One answer of the API, as it is kept for its region. */
export interface Measurement {
  readonly answer: boolean | number;
  /** What was seen, in a few words. */
  readonly evidence: string;
  /** The calls that showed it, to quote to Huawei's support. */
  readonly requestIds: readonly string[];
  readonly atMs: number;
}

export type Measurements = Readonly<Partial<Record<MeasuredFact, Measurement>>>;

/** What measurements tell the forecast. */
export function knownFacts(measured: Measurements): KnownFacts {
  return Object.fromEntries(
    FORECAST_FACTS.flatMap((fact) => {
      const answer = measured[fact]?.answer;
      return typeof answer === 'boolean' ? [[fact, answer]] : [];
    }),
  );
}
