/**
 * What has been measured of the Live API in one region. The documentation answers none of these, so a missing fact is
 * unknown, and everything that depends on it is presented as a possibility.
 */
export interface KnownFacts {
  /** Whether a PUT that changes only the events makes the task push again. */
  readonly eventsOnlyBreaks?: boolean | undefined;
  /** Whether a PUT that changes only the end makes the task push again. */
  readonly endOnlyBreaks?: boolean | undefined;
  /** Whether a field that is left out keeps its value. Otherwise it falls back to the documented default. */
  readonly keepsOmitted?: boolean | undefined;
  /** Whether a running task whose start is moved into the future goes off air until then. */
  readonly waitsForMovedStart?: boolean | undefined;
  /** Whether rounds are counted from 1 again after `immediate_new_source`. */
  readonly restartsRounds?: boolean | undefined;
  /** Whether a task that has ended, or played all its rounds, comes back when it gets more time or rounds. */
  readonly revivesEnded?: boolean | undefined;
}
