/** What ends soon in a project, in numbers, as its tasks were read last. */
export interface EndingStats {
  readonly project: string;
  /** Tasks that end within a day; undefined: they were not read yet. */
  readonly soon: number | undefined;
  /** Tasks that should stay on air, end within the hour, and that nobody lets end. */
  readonly keptEnding: number;
  /** How long ago the tasks were read, in milliseconds; undefined: not yet. */
  readonly readAgeMs: number | undefined;
}
